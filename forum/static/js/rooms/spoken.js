/**
 * What a screen reader hears of the conversation: one line for each new message, once, in order, politely.
 * The conversation itself is not live, so nothing else that changes in it is ever read out.
 */

import { handle, stamp } from "./words.js";

const KEPT = 30_000;

export class Spoken {
  #place;
  #lines = new Map();
  #silent = new Set();
  #missed = 0;

  /** `place` is a polite live region that cannot be seen. */
  constructor(place) {
    this.#place = place;
  }

  /** Says a message, or counts it while it is silent. */
  message(message, seen) {
    if (this.#silent.size) this.#missed += 1;
    else this.#say(line(message, seen), message.id);
  }

  /** Says how many messages came that were not said one by one. */
  count(number) {
    this.#missed += number;
    this.#tellMissed();
  }

  /** Says what has come of something that this person did: the words of a template. */
  tell(id) {
    if (!this.#silent.size) this.#say(stamp(id));
  }

  /** Silent for a reason, with nothing left to be read, or no longer so: then it says only how much is new. */
  silence(on, why) {
    if (on === this.#silent.has(why)) return;
    if (on) this.#silent.add(why);
    else this.#silent.delete(why);
    if (on) this.empty();
    else this.#tellMissed();
  }

  /** Takes the words of a message that is gone off the page. */
  forget(id) {
    this.#lines.get(id)?.remove();
    this.#lines.delete(id);
  }

  /** Leaves nothing to be read. */
  empty() {
    this.#place.replaceChildren();
    this.#lines.clear();
  }

  #tellMissed() {
    if (this.#silent.size || this.#missed === 0) return;
    const words = stamp(this.#missed === 1 ? "one-new-template" : "many-new-template");
    for (const number of words.querySelectorAll("[data-new]")) number.textContent = String(this.#missed);
    this.#missed = 0;
    this.#say(words);
  }

  // Nobody who reads the page line by line should meet everything twice: what was said goes after a while.
  #say(node, id = Symbol("told")) {
    this.#place.append(node);
    this.#lines.set(id, node);
    setTimeout(() => this.#lines.get(id) === node && this.forget(id), KEPT);
  }
}

function line(message, { answers, cover, open, label }) {
  const node = stamp("spoken-template");
  if (message.h >= 0) node.querySelector("[data-who]").replaceChildren(handle(message.h));
  const about = node.querySelector("[data-about]");
  if (answers) about.append(answers, ". ");
  if (cover) about.append(label, ". ");
  const words = node.querySelector("[data-words]");
  words.lang = message.lang;
  words.textContent = open ? message.text : "";
  return node;
}
