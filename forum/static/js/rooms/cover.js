/** One key or button makes a dull page of the room, and the room again: nothing else about it changes. */

import { know, settleFacts } from "./facts.js";
import { settle } from "./languages.js";

/** Keys that write nothing, and that neither browsers nor screen readers wait for; Escape only for who wants it. */
export const KEYS = ["F2", "F8", "Escape", "none"];

const STEADY = 1000;
const BREATH = 300;
const NEAR_END = 48;
const FIELDS = "input, textarea, select, [contenteditable]";

export class Cover {
  /** Whether the room is covered now. */
  on = false;
  #key = KEYS[0];
  #ready = false;
  #since = -STEADY;
  #kept = null;

  /**
   * Tells the document "forum:quiet" with `{on}`: whoever hears it lets nothing be read out, or all again.
   * What has `data-veils` loses all that is in it meanwhile, drafts too: whoever owns it must hold it, not look for it.
   */
  constructor() {
    document.getElementById("cover-now").addEventListener("click", () => this.cover());
    document.getElementById("cover-back").addEventListener("click", () => this.#back());
    document.getElementById("cover-key").addEventListener("change", ({ target }) => this.#choose(target.value));
    addEventListener("keydown", (event) => this.#pressed(event), true);
    document.addEventListener("visibilitychange", () => document.hidden && this.cover());
    addEventListener("pagehide", () => this.cover());
  }

  /** From now on there is something to cover; a page that was covered when a phone threw it away still is. */
  begin() {
    this.#ready = true;
    if (history.state?.dull) this.cover();
  }

  /** Covers the room in this same task; a screen reader falls silent. */
  cover() {
    if (this.on || !this.#ready) return;
    this.on = true;
    this.#since = performance.now();
    this.#kept = keep();
    quiet(true);
    this.#turn(true);
    scrollTo(0, 0);
    // The next Tab starts at the top, where leaving is.
    toTheTop();
  }

  /** Shows the room again as it was left. */
  uncover() {
    if (!this.on) return;
    this.on = false;
    this.#turn(false);
    giveBack(this.#kept);
    // A little later: what is said in the moment in which it is shown would not be heard.
    setTimeout(() => this.on || quiet(false), BREATH);
    this.#kept.focus?.focus({ preventScroll: true });
    scrollTo(0, this.#kept.scrolled);
    this.#kept = null;
  }

  #turn(on) {
    document.documentElement.classList.toggle("covered", on);
    for (const part of document.querySelectorAll("#room, .skip, .tongues, .home")) part.inert = on;
    history.replaceState(on ? { dull: true } : null, "");
    know({ covered: on });
  }

  #choose(key) {
    this.#key = key;
    for (const name of document.querySelectorAll("[data-cover-key]")) name.textContent = key;
    know({ "no-key": key === "none" });
  }

  // Two presses in haste must not show again what the first has covered.
  #back() {
    if (performance.now() - this.#since >= STEADY) this.uncover();
  }

  #pressed(event) {
    if (event.key !== this.#key || !this.#ready || event.repeat || event.isComposing || !alone(event)) return;
    if (!this.on && event.target.matches?.(FIELDS)) return;
    event.preventDefault();
    if (this.on) this.#back();
    else this.cover();
  }
}

function quiet(on) {
  document.dispatchEvent(new CustomEvent("forum:quiet", { detail: { on } }));
}

// Without a word: the body is no place to be, only where the next step starts from.
function toTheTop() {
  document.body.tabIndex = -1;
  document.body.focus({ preventScroll: true });
  document.body.removeAttribute("tabindex");
}

function alone({ ctrlKey, altKey, metaKey, shiftKey }) {
  return !(ctrlKey || altKey || metaKey || shiftKey);
}

// The words are taken off the page altogether; their owner goes on holding them, and adds to them, meanwhile.
function keep() {
  const logs = [...document.querySelectorAll("#room [data-veils]")].map((log) => ({
    log,
    top: log.scrollTop,
    ended: log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END,
    inside: [...log.childNodes],
  }));
  const focus = document.activeElement?.closest("#room, .top") ? document.activeElement : null;
  for (const { log } of logs) log.replaceChildren();
  return { logs, focus, scrolled: scrollY };
}

function giveBack({ logs }) {
  for (const { log, inside, top, ended } of logs) {
    log.replaceChildren(...inside);
    settleFacts(log);
    settle(log);
    log.scrollTop = ended ? log.scrollHeight : top;
  }
}
