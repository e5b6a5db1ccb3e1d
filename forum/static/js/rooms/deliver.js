/** Sends the parts of one thought, one after the other, as fast as the room lets them in. */

const BEFORE_AGAIN = 1000;

function later(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// The room has a pace: what comes too soon is offered again, until it is let in or the person has had enough.
async function offer(send, part, stopped, wait) {
  for (;;) {
    const answer = await send(part);
    if (answer.done || answer.code !== "too-soon" || stopped()) return answer;
    await wait(BEFORE_AGAIN);
    if (stopped()) return answer;
  }
}

/**
 * Sends all of `parts` with `send(part, index)`, and tells before each (`told(index)`). Resolves to how many went, and
 * the code that ended it early: a refusal, "stopped", or null. `shut()` gives the code for which nothing may go now, or null.
 */
export async function deliver(parts, { send, told, stopped, shut = () => null, wait = later }) {
  for (const [index, part] of parts.entries()) {
    if (stopped() || shut()) return { sent: index, code: stopped() ? "stopped" : shut() };
    told(index);
    const answer = await offer((words) => send(words, index), part, stopped, wait);
    // One part of many that is nothing but unseen marks says nothing, and is no reason to stop.
    const nothing = answer.code === "empty-message" && parts.length > 1;
    if (!answer.done && !nothing) return { sent: index, code: stopped() ? "stopped" : answer.code };
  }
  return { sent: parts.length, code: null };
}
