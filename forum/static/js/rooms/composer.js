/** Where somebody writes: counts for them, keeps their words until the room has them. */

import { sentence } from "./words.js";

export const CHARACTERS = 1000;
export const BYTES = 1200;

const NEAR = 200;
const encoder = new TextEncoder();

/** How long a text is, as the room will measure it. */
export function measure(text) {
  const clean = text.normalize("NFC").trim();
  return { characters: [...clean].length, bytes: encoder.encode(clean).length };
}

/** How much more fits; below zero when it is too long already. */
export function room(text) {
  const { characters, bytes } = measure(text);
  return Math.min(CHARACTERS - characters, BYTES - bytes);
}

/** Why a text cannot be sent, as a refusal code, or null. */
export function fault(text) {
  if (measure(text).characters === 0) return "empty-message";
  return room(text) < 0 ? "message-too-long" : null;
}

export class Composer {
  #form;
  #words;
  #send;
  #shut = null;
  #busy = false;

  /** `send(text, lang)` gives a promise of `{done, code}`. */
  constructor(form, send) {
    this.#form = form;
    this.#words = form.querySelector("textarea");
    this.#send = send;
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#words.addEventListener("input", () => this.#count());
    this.#words.addEventListener("keydown", (event) => this.#key(event));
    this.#count();
  }

  /** Says why nothing can be sent now (a refusal code), or opens it again with null. */
  shut(code) {
    if (code === this.#shut) return;
    this.#shut = code;
    this.#tell("why", code && sentence(code));
    this.#dim();
  }

  /** Puts a language on what is written from now on. */
  write(lang) {
    const choice = this.#form.querySelector(`input[name="lang"][value="${lang}"]`);
    if (choice) choice.checked = true;
    this.#words.lang = lang;
  }

  /** Forgets what was being written. */
  empty() {
    this.#words.value = "";
    this.#count();
    this.#tell("fault", null);
  }

  focus() {
    this.#words.focus();
  }

  #key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const text = this.#words.value;
    const code = this.#shut ?? fault(text);
    if (code) return this.#tell("fault", sentence(code));
    this.#hold(true);
    const answer = await this.#send(text.normalize("NFC").trim(), this.#lang());
    this.#hold(false);
    if (answer.done) this.empty();
    else this.#tell("fault", sentence(answer.code));
  }

  #lang() {
    return this.#form.querySelector('input[name="lang"]:checked')?.value ?? this.#words.lang;
  }

  #hold(busy) {
    this.#busy = busy;
    this.#words.readOnly = busy;
    this.#tell("fault", null);
    this.#form.querySelector("[data-sending]").hidden = !busy;
    this.#dim();
  }

  #dim() {
    this.#form.querySelector('button[type="submit"]').setAttribute("aria-disabled", String(Boolean(this.#shut) || this.#busy));
  }

  #tell(place, words) {
    const line = this.#form.querySelector(`[data-tell="${place}"]`);
    line.replaceChildren(...(words ? [words] : []));
    line.hidden = !words;
  }

  #count() {
    this.#words.lang = this.#lang();
    const left = room(this.#words.value);
    const counter = this.#form.querySelector("[data-count]");
    counter.hidden = left > NEAR;
    counter.classList.toggle("over", left < 0);
    for (const number of counter.querySelectorAll("[data-left]")) number.textContent = String(Math.abs(left));
    for (const part of counter.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "over") !== left < 0;
  }
}
