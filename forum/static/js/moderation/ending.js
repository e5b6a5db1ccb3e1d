/** The end of a session at the desk: last words, staying for talks, and closing, which erases no contact and no unread call unasked. */

import { know } from "../rooms/facts.js";
import { language } from "../rooms/languages.js";
import { fault } from "../rooms/measure.js";
import { onPress } from "../rooms/press.js";

const ASKS = ["open-contact", "unread-call"];

export class Ending {
  #root;
  #desk;

  /** `desk` gives `command(json, text)`, a promise of `{done, code}`, `tell(code)` and `toWaiting()`. */
  constructor(root, desk) {
    this.#root = root;
    this.#desk = desk;
    onPress(root, "act", {
      stay: () => this.#do({ k: "room:stay" }),
      close: () => this.#close(),
      "close-anyway": () => this.#do({ k: "room:close", confirm: true }),
      "to-waiting": () => this.#back(),
    });
    root.querySelector("#closing").addEventListener("submit", (event) => this.#start(event));
  }

  async #start(event) {
    event.preventDefault();
    const words = this.#root.querySelector("#closing-words");
    const text = words.value.normalize("NFC").trim();
    const code = text ? fault(text) : null;
    if (code) return this.#desk.tell(code);
    if ((await this.#do({ k: "room:end", lang: language() }, text)).done) words.value = "";
  }

  async #do(json, text = "") {
    this.#desk.tell(null);
    const answer = await this.#desk.command(json, text);
    if (!answer.done) this.#desk.tell(answer.code);
    return answer;
  }

  async #close() {
    this.#desk.tell(null);
    const answer = await this.#desk.command({ k: "room:close" }, "");
    if (!ASKS.includes(answer.code)) return answer.done || this.#desk.tell(answer.code);
    know({ "confirm-close": true });
    this.#root.querySelector("#confirm-close").focus();
  }

  /** Says what a closing would erase; where nobody waits any more, nothing needs confirming. */
  show({ contacts, asides }) {
    const contact = Object.keys(contacts).length > 0;
    const unread = Object.values(asides).some(({ unseen }) => unseen);
    know({ "open-contact": contact, "unread-call": unread });
    if (!contact && !unread) know({ "confirm-close": false });
  }

  #back() {
    know({ "confirm-close": false });
    this.#desk.toWaiting();
  }
}
