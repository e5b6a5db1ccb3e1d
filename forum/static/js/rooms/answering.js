/** Whom one is about to answer: shown above the words, and dropped with one press. */

import { handle } from "./words.js";

export class Answering {
  #chip;
  #id = "";

  /** `dropped()` is called when the person takes the answer back. */
  constructor(form, dropped) {
    this.#chip = form.querySelector("[data-answering]");
    this.#chip.querySelector("button").addEventListener("click", () => {
      this.end();
      dropped();
    });
  }

  /** From now on `message` is answered. */
  begin({ id, h }) {
    this.#id = id;
    this.#chip.querySelector("[data-whom]").replaceChildren(...(h < 0 ? [] : [handle(h)]));
    this.#chip.querySelector("[data-moderator]").hidden = h >= 0;
    this.#chip.hidden = false;
  }

  /** Nobody is answered any more. */
  end() {
    this.#id = "";
    this.#chip.hidden = true;
  }

  /** Whoever was answered has their answer: ends it, but not where somebody else was chosen meanwhile. */
  given({ to = "" }) {
    if (this.#id === to) this.end();
  }

  /** Ends it when the message is not among these; says whether it did. */
  lost(messages) {
    if (!this.#id || messages.some(({ id, hidden }) => id === this.#id && !hidden)) return false;
    this.end();
    return true;
  }

  /** What a command says of it. */
  fields() {
    return this.#id ? { to: this.#id } : {};
  }
}
