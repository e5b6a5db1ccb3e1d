/** A small place to write to one person. No check looks at the words, and no rule of the room stops them. */

import { sendWithEnter } from "./enter.js";
import { onLanguage, language } from "./languages.js";
import { ASIDE, room } from "./measure.js";
import { inParts } from "./parts.js";
import { sentence } from "./words.js";

let letters = 0;

export class Letter {
  #form;
  #words;
  #send;
  #single;
  #busy = false;
  #over = new AbortController();

  /** `send(text, lang)` gives a promise of `{done, code}`; what is too long goes in parts, unless it must be `single`. */
  constructor(form, send, { single = false } = {}) {
    this.#form = form;
    this.#words = form.querySelector("textarea");
    this.#send = send;
    this.#single = single;
    letters += 1;
    this.#words.id = form.querySelector("label").htmlFor = `letter-${letters}`;
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("input", () => this.#look());
    sendWithEnter(this.#words);
    this.write(language());
    const { signal } = this.#over;
    onLanguage((lang) => this.write(lang), signal);
    // The tab goes, or is put away: nothing of a draft may come back with it.
    addEventListener("pagehide", () => this.empty(), { signal });
  }

  /** The language of what is written here. */
  get lang() {
    return this.#form.querySelector('input[name="lang"]:checked')?.value ?? language();
  }

  /** Puts a language on what is written from now on; what has been begun keeps its own. */
  write(lang) {
    if (this.#words.value) return;
    const choice = this.#form.querySelector(`input[name="lang"][value="${lang}"]`);
    if (choice) choice.checked = true;
    this.#look();
  }

  /** Whether something is being written, or on its way. */
  get begun() {
    return this.#words.value.trim() !== "";
  }

  /** Puts words after those that are there, and the person behind them. */
  add(text) {
    this.#words.value = [this.#words.value.trim(), text].filter(Boolean).join(" ");
    this.#look();
    this.#words.focus();
  }

  /** Forgets what was being written. */
  empty() {
    this.#words.value = "";
    this.#look();
  }

  /** Forgets it for good: nothing of the page holds this letter any more. */
  end() {
    this.empty();
    this.#over.abort();
  }

  #look() {
    this.#words.lang = this.lang;
    this.#form.querySelector("[data-parts]").hidden = this.#single || room(this.#words.value, ASIDE) >= 0;
    this.#tell(null);
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const left = inParts(this.#words.value, ASIDE);
    if (left?.length === 0) return this.#tell("empty-message");
    if (this.#single && left?.length !== 1) return this.#tell("message-too-long");
    if (!left) return this.#tell("too-many-parts");
    this.#hold(true);
    const answer = await this.#sendAll(left);
    this.#hold(false);
    this.#words.value = left.join("\n");
    this.#look();
    if (!answer.done) this.#tell(answer.code);
  }

  // What has gone leaves `left`, so that nothing goes twice when a later part does not.
  async #sendAll(left) {
    let answer = { done: true };
    while (answer.done && left.length > 0) {
      answer = await this.#send(left[0], this.lang);
      if (answer.done) left.shift();
    }
    return answer;
  }

  #hold(busy) {
    this.#busy = busy;
    this.#words.readOnly = busy;
    this.#form.querySelector("[data-sending]").hidden = !busy;
    this.#form.querySelector('[type="submit"]').setAttribute("aria-disabled", String(busy));
  }

  #tell(code) {
    const line = this.#form.querySelector("[data-fault]");
    line.replaceChildren(...(code ? [sentence(code)] : []));
    line.hidden = !code;
  }
}
