/** Words that somebody flagged: how many there are, and the way to them. Nobody learns who flagged. */

import { know } from "../rooms/facts.js";
import { onPress } from "../rooms/press.js";

export class Flags {
  #root;
  #teller;
  #known = new Set();

  constructor(root, teller) {
    this.#root = root;
    this.#teller = teller;
    onPress(root, "act", { "to-flagged": () => this.#go() });
  }

  /** Shows how many flagged words wait for a look. */
  show({ messages }) {
    const flagged = messages.filter((message) => message.flagged).map(({ id }) => id);
    if (flagged.some((id) => !this.#known.has(id))) this.#teller.tell("flag");
    this.#known = new Set(flagged);
    know({ flags: flagged.length > 0 });
    for (const place of this.#root.querySelectorAll("[data-flags]")) place.textContent = String(flagged.length);
  }

  #go() {
    const [first] = this.#known;
    const button = this.#root.querySelector(`[data-id="${CSS.escape(first ?? "")}"] [data-do="settle"]`);
    button?.scrollIntoView({ block: "center" });
    button?.focus({ preventScroll: true });
  }
}
