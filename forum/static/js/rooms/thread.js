/** Quiet words on a page, a member's and the moderators': one element each, text only. */

import { bornAt, showAge } from "./age.js";
import { stamp } from "./words.js";

export class Thread {
  #list;
  #template;
  #wire;
  #shown = new Map();
  #born = new Map();

  /** `wire(node, message)` adds what can be done with a message. */
  constructor(list, template, wire = () => {}) {
    this.#list = list;
    this.#template = template;
    this.#wire = wire;
  }

  /** Shows these messages, in this order; what was there stays where it is. */
  show(messages) {
    this.#leaveOut(new Set(messages.map(({ id }) => id)));
    let place = this.#list.firstElementChild;
    for (const message of messages) {
      const node = this.#shown.get(message.id) ?? this.#fresh(message);
      if (node === place) place = place.nextElementSibling;
      else this.#list.insertBefore(node, place);
      showAge(node, this.#born.get(message.id));
    }
  }

  /** The element of a message. */
  node(id) {
    return this.#shown.get(id);
  }

  #leaveOut(ids) {
    for (const [id, node] of this.#shown) {
      if (ids.has(id)) continue;
      if (node.contains(document.activeElement)) this.#list.focus({ preventScroll: true });
      node.remove();
      this.#shown.delete(id);
      this.#born.delete(id);
    }
  }

  #fresh(message) {
    const node = stamp(this.#template);
    this.#born.set(message.id, bornAt(message.a));
    this.#shown.set(message.id, node);
    fill(node, message);
    this.#wire(node, message);
    return node;
  }
}

function fill(node, { who, kind, lang, text }) {
  node.tabIndex = -1;
  node.classList.toggle("moderator", who === "desk");
  for (const by of node.querySelectorAll("[data-by]")) by.hidden = by.dataset.by !== who;
  for (const ready of node.querySelectorAll("[data-kind]")) ready.hidden = ready.dataset.kind !== kind;
  const words = node.querySelector("[data-words]");
  words.lang = lang;
  words.textContent = text;
  words.hidden = text === "";
}
