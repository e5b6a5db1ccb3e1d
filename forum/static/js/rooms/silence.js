/** Notices a line that died without a word: dead Wi-Fi, a tunnel, a router that forgot it. Nothing tells a page of that. */

const BEATS = 8;
const SECONDS = 8;
const FIRST_SECONDS = 30;

/**
 * Counts this page's own ticks and not the time: a page that was asleep has missed its ticks, too, and never takes the
 * line that it wakes up with for a dead one.
 */
export class Silence {
  #most;
  #first;
  #left;

  /** `beat` in seconds. */
  constructor(beat) {
    this.#most = Math.max(BEATS, Math.ceil(SECONDS / beat));
    this.#first = Math.max(this.#most, Math.ceil(FIRST_SECONDS / beat));
    this.begin();
  }

  /** A line comes, or goes: what comes first may take long on a slow one. */
  begin() {
    this.#left = this.#first;
  }

  /** Something came. */
  heard() {
    this.#left = this.#most;
  }

  /** Counts a tick; true, once, where nothing has come for so many that nothing will. */
  tick() {
    this.#left -= 1;
    return this.#left === 0;
  }
}
