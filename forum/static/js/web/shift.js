// Counts presses of Shift alone: three within five seconds of the first, left or right key alike.

export const PRESSES = 3;
export const LIMIT_MS = 5000;

const REAL_KEYS = ["ShiftLeft", "ShiftRight"];

/**
 * Whether this Shift comes from a keyboard that can be held in hands. One on the screen sends Shift while people
 * type: it names no place of a key; and where somebody touched last and is writing, it may be up whatever it says.
 */
export function fromRealKeyboard({ key, code }, { touchFirst, touched, writing }) {
  return key !== "Shift" || (REAL_KEYS.includes(code) && !touchFirst && !(touched && writing));
}

export class ShiftCounter {
  /** `onCount` hears 0 when counting was broken off, then 1, 2, 3; `onExpire` hears that the time ran out. */
  constructor({ onCount, onExpire, later = setTimeout, cancel = clearTimeout }) {
    Object.assign(this, { onCount, onExpire });
    // Called bare: the browser's own timers refuse to run as methods of another object.
    this.later = (...args) => later(...args);
    this.cancel = (timer) => cancel(timer);
    this.count = 0;
    this.alone = false;
    this.timer = null;
  }

  /** A key went down; any key but Shift, or one `held` with it, means that somebody types, or changes the keyboard. */
  down(key, repeat = false, held = false) {
    if (key !== "Shift" || held) this.broken();
    else if (!repeat) this.alone = true;
  }

  /** A key came up; only a Shift that nothing else was pressed with counts. */
  up(key) {
    if (key !== "Shift" || !this.alone) return;
    this.count += 1;
    if (this.count === 1) this.timer = this.later(() => this.expire(), LIMIT_MS);
    if (this.count === PRESSES) this.cancel(this.timer);
    this.onCount(this.count);
  }

  /** Something else happened: a capital, a shortcut, a click, another window. */
  broken() {
    this.alone = false;
    if (this.count > 0) {
      this.reset();
      this.onCount(0);
    }
  }

  /** Forgets every press so far. */
  reset() {
    this.cancel(this.timer);
    this.timer = null;
    this.count = 0;
  }

  expire() {
    this.reset();
    this.onExpire();
  }
}
