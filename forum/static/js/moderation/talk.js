/** One quiet talk at the desk: its words, what was given, and what helps to answer. */

import { language } from "../rooms/languages.js";
import { Letter } from "../rooms/letter.js";
import { onPress } from "../rooms/press.js";
import { Thread } from "../rooms/thread.js";
import { handle, stamp } from "../rooms/words.js";
import { attended } from "./attention.js";

const NONE = { open: false, unseen: false, late: false, up: false, messages: [] };
const AGAIN = 5000;

export class Talk {
  #seat;
  #say;
  #act;
  #details;
  #thread;
  #letter;
  #handle = null;
  #seen = null;
  #over = false;
  #now = { thread: NONE, contact: null };

  /** `say(json, text)` gives a promise of `{done, code}`; `act(json)` one of whether it was done, and says why not. */
  constructor(seat, { say, act }) {
    this.#seat = seat;
    this.#say = say;
    this.#act = act;
    this.node = stamp("talk-template");
    this.#details = this.node.querySelector("details");
    this.#thread = new Thread(this.#find("[data-thread]"), "quiet-template", (node) => this.#name(node));
    this.#letter = new Letter(this.#find("form"), (text, lang) => this.#answer(text, lang));
    this.#details.addEventListener("toggle", () => this.#see());
    this.#wire();
  }

  #find(selector) {
    return this.node.querySelector(selector);
  }

  #wire() {
    const seat = this.#seat;
    const settleContact = (how) => () => this.#act({ k: "contact:settle", seat, how });
    onPress(this.node, "do", {
      passed: settleContact("passed"),
      "not-needed": settleContact("not-needed"),
      end: () => this.#act({ k: "aside:end", seat }),
      clear: () => this.#letter.empty(),
    });
    onPress(this.node, "ready", { "": (button) => this.#letter.add(wordsIn(button, this.#letter.lang)) });
  }

  // Whoever ended a talk, or took all of it back, is not written to before they begin again.
  #answer(text, lang) {
    return this.#over ? { done: false, code: "talk-over" } : this.#say({ k: "aside:say", seat: this.#seat, lang }, text);
  }

  /** What is most pressing stands first: 0 for somebody who waits, 2 for a talk that goes on, 3 for one that is over. */
  get rank() {
    const { thread, contact } = this.#now;
    if (thread.late) return 0;
    if (thread.unseen || contact) return 1;
    return this.#over ? 3 : 2;
  }

  /** Whether an answer has been begun, and not yet sent. */
  get begun() {
    return this.#letter.begun;
  }

  /** Whether a moderator has this talk before them. */
  get inFront() {
    return this.#details.open && attended();
  }

  /** Opens the talk and puts the moderator on it. */
  go() {
    this.#details.open = true;
    this.#find("summary").focus();
  }

  /** Closes it without ending anything. */
  fold() {
    this.#details.open = false;
  }

  /** Whether it is open on the page. */
  get open() {
    return this.#details.open;
  }

  /** Shows the talk as it is now. */
  show({ thread = NONE, contact = null, h }) {
    const fresh = thread.messages.length > this.#now.thread.messages.length;
    this.#now = { thread, contact };
    this.#over = !thread.open && !contact;
    if (h !== undefined && h !== this.#handle) this.#meet(h);
    this.#thread.show(thread.messages);
    if (fresh) this.#answerIn(thread.messages.filter(({ who }) => who === "seat").at(-1)?.lang);
    this.#mark(thread, contact);
    this.#see();
  }

  /** Shows that it is over, with an answer that was begun; says whether that is new. */
  end() {
    const fresh = !this.#over;
    const here = document.activeElement;
    this.show({});
    if (this.node.contains(here) && !here.checkVisibility()) this.#find("summary").focus();
    return fresh;
  }

  /** Takes the words off the page; what is being written stays, and so does how the talk stands. */
  hide() {
    this.#now = { thread: { ...this.#now.thread, messages: [] }, contact: null };
    this.#thread.show([]);
    this.#contact(null);
  }

  /** Goes for good: no word of it, or of what is being written, stays anywhere. */
  drop() {
    this.hide();
    this.#letter.end();
    this.node.remove();
  }

  // Whoever writes Welsh is answered in Welsh, unless the moderator has begun or chooses otherwise.
  #answerIn(lang) {
    if (lang) this.#letter.write(lang);
  }

  #meet(h) {
    this.#handle = h;
    this.#name(this.node);
  }

  #name(node) {
    if (this.#handle === null) return;
    for (const place of node.querySelectorAll("[data-name]")) place.replaceChildren(handle(this.#handle));
  }

  #mark({ open, unseen, late, up, messages }, contact) {
    const kinds = new Set(messages.map(({ kind }) => kind));
    const over = this.#over;
    // Who was only written to has not said that they are there, and nobody is told.
    const down = open && !up && messages.some(({ who }) => who === "seat");
    const marks = { late, need: unseen && kinds.has("need"), unseen: unseen && !late, contact, up: open && up, down, over };
    const parts = { contact, need: kinds.has("need"), "someone-here": kinds.has("someone-here"), end: open, over, ready: !over };
    for (const mark of this.node.querySelectorAll("[data-mark]")) mark.hidden = !marks[mark.dataset.mark];
    for (const [name, there] of Object.entries(parts)) this.#find(`[data-part="${name}"]`).hidden = !there;
    this.#contact(contact);
  }

  #contact(contact) {
    const words = this.#find("[data-contact-words]");
    words.lang = contact?.lang ?? language();
    words.textContent = contact?.text ?? "";
  }

  // "A moderator has seen this" is only said of what one has in front of them: what comes after is not named.
  #see() {
    const { unseen, messages } = this.#now.thread;
    const newest = messages.filter(({ who }) => who === "seat").at(-1)?.id;
    if (!unseen || newest === undefined || newest === this.#seen || !this.inFront) return;
    this.#seen = newest;
    this.#act({ k: "aside:see", seat: this.#seat, id: newest }).then((done) => done || setTimeout(() => (this.#seen = null), AGAIN));
  }
}

function wordsIn(button, lang) {
  return button.querySelector(`[lang="${lang}"]`).textContent;
}
