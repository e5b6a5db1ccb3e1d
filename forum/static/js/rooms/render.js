/** The conversation on the page: one element per message, kept as long as the message is, text only. */

import { handle, stamp } from "./words.js";

const MINUTE = 60_000;
const AGES = [0, MINUTE, 10 * MINUTE];
const TINTS = 6;
const NEAR_END = 48;

/** How old something is, as coarsely as people are told: 0 just now, 1 a few minutes ago, 2 earlier. */
export function ageClass(milliseconds) {
  return AGES.filter((from) => milliseconds >= from).length - 1;
}

export class Conversation {
  #log;
  #list;
  #newer;
  #decorate;
  #shown = new Map();
  #born = new Map();
  #hush = null;
  #ended = true;

  /** `decorate(node, message, state)` adds what this page can do with a message. */
  constructor(log, { newer, decorate }) {
    this.#log = log;
    this.#list = log.querySelector("ol");
    this.#newer = newer;
    this.#decorate = decorate;
    newer.addEventListener("click", () => this.toEnd());
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // A turned phone or a keyboard that opens must not push the newest words out of sight.
    new ResizeObserver(() => this.#ended && this.toEnd()).observe(log);
    log.addEventListener("toggle", ({ target }) => target.open && target.scrollIntoView({ block: "nearest" }), true);
    setInterval(() => this.#ages(), MINUTE / 2);
  }

  /** Shows the messages of `state`; what was there stays where it is. */
  show(state) {
    const stay = this.#atEnd();
    const grown = this.#draw(state);
    this.#log.classList.toggle("bare", state.messages.length === 0);
    if (stay) this.toEnd();
    else if (grown) this.#newer.hidden = false;
  }

  /** Does `change` without a screen reader telling all of it. */
  quietly(change) {
    this.#log.setAttribute("aria-live", "off");
    change();
    clearTimeout(this.#hush);
    this.#hush = setTimeout(() => this.#log.setAttribute("aria-live", "polite"), 1000);
  }

  /** Goes to the newest words. */
  toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#newer.hidden = true;
    this.#ended = true;
  }

  /** Takes every word off the page. */
  empty() {
    this.show({ messages: [], self: {}, seats: [] });
  }

  #scrolled() {
    this.#ended = this.#atEnd();
    if (this.#ended) this.#newer.hidden = true;
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #draw(state) {
    this.#leaveOut(new Set(state.messages.map(({ id }) => id)));
    let place = this.#list.firstElementChild;
    let grown = false;
    for (const message of state.messages) {
      const known = this.#shown.has(message.id);
      const node = this.#node(message);
      if (node === place) place = place.nextElementSibling;
      else this.#list.insertBefore(node, place);
      this.#decorate(node, message, state);
      grown ||= !known;
    }
    return grown;
  }

  #leaveOut(ids) {
    for (const [id, node] of this.#shown) {
      if (ids.has(id)) continue;
      // Whoever was on a button of these words would otherwise be thrown back to the top of the page.
      if (node.contains(document.activeElement)) this.#log.focus({ preventScroll: true });
      node.remove();
      this.#shown.delete(id);
      this.#born.delete(id);
    }
  }

  #node(message) {
    const known = this.#shown.get(message.id);
    if (known) return known;
    const node = stamp("message-template");
    this.#born.set(message.id, performance.now() - AGES[message.a ?? 0]);
    this.#shown.set(message.id, node);
    fill(node, message);
    this.#age(message.id, node);
    return node;
  }

  #ages() {
    for (const [id, node] of this.#shown) this.#age(id, node);
  }

  #age(id, node) {
    const age = String(ageClass(performance.now() - this.#born.get(id)));
    for (const words of node.querySelectorAll("[data-age]")) words.hidden = words.dataset.age !== age;
  }
}

function fill(node, message) {
  const moderator = message.h < 0;
  node.dataset.id = message.id;
  node.classList.add(moderator ? "moderator" : `tint-${message.h % TINTS}`);
  if (!moderator) node.querySelector("[data-who]").replaceChildren(handle(message.h));
  const words = node.querySelector("[data-words]");
  words.lang = message.lang;
  words.textContent = message.text;
}
