/** The content note that somebody puts before their words: one of a short list, and their own words if they like. */

import { NOTE, room, tidy } from "./measure.js";

const OTHER = "other";

export class NoteField {
  #part;
  #own;

  constructor(form) {
    this.#part = form.querySelector("[data-note-field]");
    this.#own = this.#part.querySelector("[data-own]");
    // Own words without a choice would be lost: they make it one.
    this.#own.addEventListener("input", () => this.#own.value.trim() && !this.#chosen() && this.#choose(OTHER));
  }

  /** Why it cannot go like this, as a refusal code, or null. */
  fault() {
    return room(this.#own.value, NOTE) < 0 ? "note-too-long" : null;
  }

  /** What a command says of it. */
  fields() {
    const note = this.#chosen();
    // Control characters grow sixfold in JSON, and then the longest note would not fit its frame.
    const own = tidy(this.#own.value.replace(/\p{Cc}/gu, " "));
    if (!note) return {};
    return own ? { note, own } : { note };
  }

  /** No note, and closed. */
  empty() {
    this.#own.value = "";
    this.#choose("");
    this.#part.open = false;
  }

  #chosen() {
    return this.#part.querySelector('input[name="note"]:checked')?.value ?? "";
  }

  #choose(code) {
    this.#part.querySelector(`input[name="note"][value="${code}"]`).checked = true;
  }
}
