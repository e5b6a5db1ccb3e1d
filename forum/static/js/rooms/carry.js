/** The screen of somebody who has a ticket and no seat yet: how to carry it until the evening. */

import { one } from "./facts.js";
import { keepTickets } from "./keep.js";
import { onPress } from "./press.js";
import { differing, reveal, veil } from "./six.js";
import { sentence } from "./words.js";

const STEPS = ["choose", "words", "ask", "kept", "file", "tab"];

export class Carry {
  #root;
  #hand;
  #list;

  /** `list()` gives the list of words. */
  constructor(root, { hand, list }) {
    this.#root = root;
    this.#hand = hand;
    this.#list = list;
    onPress(root, "carry", {
      choose: () => this.#step("choose"),
      words: () => this.#words(),
      ask: () => this.#step("ask"),
      kept: () => this.#step("kept"),
      file: () => this.#file(),
      tab: () => this.#step("tab"),
      now: () => this.#now(),
    });
    root.querySelector("#ask-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#check();
    });
  }

  /** Begins with the choice, and sends the box on its way. */
  begin() {
    this.#hand.stowSoon();
    one("carry", "choose", STEPS);
    this.#root.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** Takes what stands on it off the page. */
  empty() {
    veil(this.#root);
    this.#answer().value = "";
    this.#differs(0);
  }

  // They pressed a button that is gone now: the focus goes on to what came in its place.
  #step(name) {
    this.empty();
    one("carry", name, STEPS);
    this.#head().focus();
  }

  #head() {
    const heads = [...this.#root.querySelectorAll("h2, h1")].filter((head) => !head.closest("[hidden]"));
    return heads.at(-1);
  }

  async #now() {
    await this.#hand.stowNow();
    // The button that they pressed is gone, if all went well.
    const at = document.activeElement;
    if (at === document.body || at.closest("[hidden]")) this.#head().focus();
  }

  async #words() {
    const list = await this.#list().catch(() => null);
    this.#step("words");
    reveal(this.#root, this.#hand.secret, list);
  }

  #file() {
    keepTickets(this.#hand.tickets);
    this.#step("file");
  }

  async #check() {
    const list = await this.#list().catch(() => null);
    const place = differing(this.#answer().value, this.#hand.secret, list);
    if (place) this.#differs(place);
    else this.#step("kept");
  }

  #answer() {
    return this.#root.querySelector("#ask-words");
  }

  #differs(place) {
    const line = this.#root.querySelector("#ask-fault");
    line.replaceChildren(...(place ? [sentence("word-differs")] : []));
    for (const number of line.querySelectorAll("[data-number]")) number.textContent = String(place);
    this.#answer().setAttribute("aria-invalid", String(place > 0));
  }
}
