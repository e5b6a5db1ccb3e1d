/** Before words go: shows what could tell who wrote them. The person changes it, goes back, or says it all the same. */

import { stamp } from "../words.js";
import { settle } from "../languages.js";
import { changed, choicesIn, settled } from "./choices.js";

export class Prompt {
  #form;
  #panel;
  #list;
  #words;
  #own;
  #find;
  #stops;
  #choices = [];
  #texts = {};
  #answer = null;

  /** `find(text, lang)` is the check; `stops` says that the session takes no such details. */
  constructor(form, find, stops) {
    this.#form = form;
    this.#panel = form.querySelector("[data-details]");
    this.#list = this.#panel.querySelector("[data-details-list]");
    this.#words = form.querySelector("textarea");
    this.#own = form.querySelector("[data-own]");
    this.#find = find;
    this.#stops = stops;
    this.#when("ask", !stops);
    this.#when("stop", stops);
    this.#wire();
  }

  #wire() {
    this.#panel.addEventListener("click", ({ target }) => this.#press(target.closest("button")));
    this.#form.addEventListener("keydown", (event) => event.key === "Escape" && this.#back());
    for (const field of [this.#words, this.#own]) field.addEventListener("input", () => this.drop());
  }

  /** The text as it may go, or null to keep it back: asks only where something certain was found. */
  async check(text) {
    this.#close(null);
    const lang = this.#lang();
    const texts = { words: text, own: this.#own.value };
    const choices = choicesIn(texts, (one) => this.#find(one, lang));
    if (choices.length === 0) return text;
    return new Promise((resolve) => {
      [this.#texts, this.#choices, this.#answer] = [texts, choices, resolve];
      this.#open(lang);
    });
  }

  /** Asks no more, and keeps the words back: they have changed. */
  drop() {
    this.#close(null);
  }

  #lang() {
    return this.#form.querySelector('input[name="lang"]:checked')?.value ?? this.#words.lang;
  }

  #open(lang) {
    this.#list.replaceChildren(...this.#choices.map((choice) => item(choice, lang)));
    this.#show();
    this.#panel.hidden = false;
    // They pressed "Say it": what comes of that is where they go next.
    const title = this.#panel.querySelector("h3");
    title.focus({ preventScroll: true });
    this.#panel.scrollIntoView({ block: "nearest" });
  }

  #press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    if (button.dataset.instead !== undefined) this.#choose(button);
    else if (button.dataset.detailsAct === "go") this.#go();
    else if (button.dataset.detailsAct === "back") this.#back();
  }

  #choose(button) {
    const row = button.closest(".detail");
    const choice = this.#choices[[...this.#list.children].indexOf(row)];
    const words = button.getAttribute("aria-pressed") === "true" ? null : button.dataset.instead;
    choice.with = words;
    for (const one of row.querySelectorAll("[data-instead]")) one.setAttribute("aria-pressed", String(one === button && words !== null));
    this.#show();
  }

  #show() {
    const some = this.#choices.some((choice) => choice.with !== null);
    this.#when("changed", some || this.#stops);
    this.#when("as-it-is", !some && !this.#stops);
    const go = this.#panel.querySelector('[data-details-act="go"]');
    go.setAttribute("aria-disabled", String(this.#stops && !settled(this.#choices)));
  }

  #when(name, holds) {
    for (const part of this.#panel.querySelectorAll(`[data-details-when="${name}"]`)) part.hidden = !holds;
  }

  #go() {
    const of = (field) => changed(this.#texts[field], this.#choices.filter((choice) => choice.field === field));
    if (this.#own.value !== of("own")) this.#own.value = of("own");
    this.#close(of("words"));
    this.#words.focus({ preventScroll: true });
  }

  #back() {
    if (this.#panel.hidden) return;
    const [{ field, words }] = this.#choices;
    const input = field === "own" ? this.#own : this.#words;
    this.#close(null);
    const at = input.value.indexOf(words);
    if (field === "own") input.closest("details").open = true;
    input.focus();
    if (at >= 0) input.setSelectionRange(at, at + words.length);
  }

  // Nothing of what was found stays on the page, or in its memory.
  #close(answer) {
    const resolve = this.#answer;
    [this.#texts, this.#choices, this.#answer] = [{}, [], null];
    this.#panel.hidden = true;
    this.#list.replaceChildren();
    resolve?.(answer);
  }
}

function item({ kind, words, replace }, lang) {
  const row = stamp("detail-template");
  row.querySelector("[data-detail-words]").textContent = words;
  row.querySelector("[data-detail-kind]").append(named(kind));
  const [first] = row.querySelectorAll("[data-instead]");
  first.replaceWith(...replace.map((key) => button(first, key, lang)));
  return row;
}

function named(kind) {
  return settle(document.querySelector(`[data-detail="${kind}"]`).content.cloneNode(true));
}

// What is put into somebody's words is in the language that they write, whatever the page's is.
function button(like, key, lang) {
  const words = document.querySelector(`[data-instead-of="${key}"]`).content.querySelector(`[data-lang="${lang}"]`).textContent;
  const made = like.cloneNode(true);
  made.dataset.instead = words;
  const place = made.querySelector("[data-instead-words]");
  place.textContent = words;
  place.lang = lang;
  return made;
}
