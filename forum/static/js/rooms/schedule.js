/** When to send: once per beat, at this page's own phase, never sooner and never twice to catch up. */

/** The number of the first due moment after `now`. */
export function following(now, origin, beat, last) {
  return Math.max(last + 1, Math.floor((now - origin) / beat) + 1);
}

/**
 * Calls `tick` at origin + n * beat, for good. The moments are fixed before anyone knows what will be sent at them;
 * a late timer moves no later moment, and missed ones are left out.
 */
export function steady({ beat, phase, now, later, tick }) {
  const origin = now() + phase;
  let turn = -1;
  const arm = () => {
    turn = following(now(), origin, beat, turn);
    later(ring, Math.max(0, origin + turn * beat - now()));
  };
  const ring = () => {
    if (now() < origin + turn * beat - 0.5) return later(ring, origin + turn * beat - now());
    arm();
    tick();
  };
  arm();
}

/** A random moment within one beat. */
export function randomPhase(beat) {
  return (crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32) * beat;
}
