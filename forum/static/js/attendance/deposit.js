// When a box goes in: at a random moment of the next minutes, so that its time says little about when it was collected.

import { randomBytes } from "./blindrsa.js";
import { toNumber } from "./bytes.js";

const SOONEST = 20_000;
const LATEST = 300_000;
const ROUNDS = 10;

// `send` puts the box in. Answers `{done, now, end}`: a promise; a way not to wait, which may be used as often as one likes;
// and the last try, now, after which nothing is sent any more.
export function depositSoon(send, timing = {}) {
  const planned = new Planned(send, { random: unit, later, cancel, ...timing });
  return { done: planned.done, now: () => planned.now(), end: () => planned.end() };
}

class Planned {
  #send;
  #timing;
  #left = ROUNDS;
  #sending = null;
  #timer = null;
  #settle;

  constructor(send, timing) {
    this.#send = send;
    this.#timing = timing;
    this.done = new Promise((kept, failed) => (this.#settle = { kept, failed }));
    // Whoever wants to know of a failure looks; nobody has to.
    this.done.catch(() => {});
    this.#plan();
  }

  now() {
    this.#timing.cancel(this.#timer);
    this.#sending ??= this.#attempt();
    return this.#sending;
  }

  end() {
    this.#left = 1;
    return this.now();
  }

  #plan() {
    const moment = SOONEST + this.#timing.random() * (LATEST - SOONEST);
    this.#timer = this.#timing.later(() => this.now().catch(() => {}), moment);
  }

  async #attempt() {
    try {
      await this.#send();
      this.#settle.kept();
    } catch (error) {
      this.#sending = null;
      this.#left -= 1;
      if (error.again && this.#left > 0) this.#plan();
      else this.#settle.failed(error);
      throw error;
    }
  }
}

function later(act, milliseconds) {
  return setTimeout(act, milliseconds);
}

function cancel(timer) {
  clearTimeout(timer);
}

// From 0 up to 1, all equally likely.
function unit() {
  return Number(toNumber(randomBytes(4))) / 2 ** 32;
}
