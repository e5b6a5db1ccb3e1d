/** Finds what has a form of its own: numbers, addresses, dates. Nothing here repeats without an end. */

const BEGINS = /[a-z0-9]+|[@+(]/g;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const JOINS = new Set("./@_-");

/** Where a word, a number or a telling sign begins. */
export function starts(low) {
  return Array.from(low.matchAll(BEGINS), (found) => found.index);
}

/** Where a sticky pattern ends if it fits here, or -1. */
export function endOf(pattern, text, start) {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function signOf(first) {
  return first >= "0" && first <= "9" ? "0" : first;
}

export class Patterns {
  #fragments;
  #bySign = new Map();

  constructor({ fragments, patterns }) {
    this.#fragments = fragments;
    for (const entry of patterns) {
      const pattern = this.#made(entry);
      for (const sign of entry.at.replace("*", LETTERS)) this.#list(sign).push(pattern);
    }
  }

  #list(sign) {
    if (!this.#bySign.has(sign)) this.#bySign.set(sign, []);
    return this.#bySign.get(sign);
  }

  #made({ kind, find, before, caps, not, then = "", alone = false }) {
    const made = (source) => source && this.compiled(source);
    return { kind, find: this.compiled(find), before: made(before), caps: made(caps), never: made(not), then, alone };
  }

  /** A sticky pattern, with every named fragment put in. */
  compiled(source) {
    let done = source;
    for (let before = ""; before !== done; ) {
      before = done;
      done = before.replace(/<([a-z0-9]+)>/g, (_, name) => this.#fragments[name]);
    }
    return new RegExp(done, "y");
  }

  /** Every place where a pattern fits; those of a kind that something must follow only when asked for. */
  of(folded, then = "") {
    const found = [];
    for (const start of starts(folded.low)) {
      for (const pattern of this.#bySign.get(signOf(folded.low[start])) ?? []) {
        const span = pattern.then === then && at(pattern, folded, start);
        if (span) found.push({ kind: pattern.kind, start: span[0], end: span[1] });
      }
    }
    return found;
  }
}

function at({ find, before, caps, never, alone }, { low, shape }, begin) {
  if (alone && JOINS.has(low[begin - 1])) return null;
  const start = before ? endOf(before, low, begin) : begin;
  if (start < 0) return null;
  const end = endOf(find, low, start);
  if (end < 0 || (caps && endOf(caps, shape, start) < 0) || (never && endOf(never, low, start) >= 0)) return null;
  return [start, end];
}
