/** Tells something to whoever listens instead of looks: once, politely, and soon it is off the page again. */

import { settle } from "./languages.js";

const STAYS = 10_000;

export class Teller {
  #place;

  constructor(place) {
    this.#place = place;
    document.addEventListener("forum:quiet", () => this.empty());
  }

  /** Says the words of `<template data-told="name">`, and after them what somebody wrote (a message), in its language. */
  tell(name, { id = "", text = "", lang = "" } = {}) {
    const line = document.createElement("p");
    line.append(settle(document.querySelector(`template[data-told="${CSS.escape(name)}"]`).content.cloneNode(true)));
    if (text) {
      line.append(" ", quoted(text, lang));
      line.dataset.quotes = id;
    }
    this.#place.append(line);
    setTimeout(() => line.remove(), STAYS);
  }

  /** Takes what quotes any other message than these off the page. */
  keepOnly(messages) {
    for (const line of this.#place.querySelectorAll("[data-quotes]")) {
      if (!messages.some(({ id }) => id === line.dataset.quotes)) line.remove();
    }
  }

  /** Takes everything off the page. */
  empty() {
    this.#place.replaceChildren();
  }
}

function quoted(text, lang) {
  const words = document.createElement("span");
  words.lang = lang;
  words.translate = false;
  words.textContent = text;
  return words;
}
