/** Reaching one person: "I need you", quiet words, a place or a number, a hand. No rule of the room stops any of it. */

import { know, one } from "./facts.js";
import { Letter } from "./letter.js";
import { onPress } from "./press.js";
import { Teller } from "./teller.js";
import { Thread } from "./thread.js";
import { sentence } from "./words.js";

const STATES = ["sent", "seen", "nobody"];
// A talk in which no words of mine are left: of nothing it cannot be said that it was seen.
const OPEN = "open";
const CONTACTS = ["given", "passed", "not-needed"];
const NOTHING = { aside: "", late: false, contact: "", hand: false, turn: false, voice: false };

export class Aside {
  #root;
  #panel;
  #command;
  #teller;
  #thread;
  #place;
  #letters;
  #was = NOTHING;
  #theirs = [];
  #told = NOTHING;
  #quiet = false;
  #heard = new Set();
  #read = new Set();

  /** `command(json, text)` sends before all else and gives a promise of `{done, code}`. */
  constructor(root, command) {
    this.#root = root;
    this.#panel = root.querySelector("#aside");
    this.#command = command;
    this.#teller = new Teller(root.querySelector("#aside-told"));
    this.#thread = new Thread(root.querySelector("#quiet-words"), "quiet-template", (...what) => this.#wire(...what));
    this.#place = this.#find("[data-contact-words]");
    this.#letters = [
      new Letter(this.#find('[data-letter="quiet"]'), (text, lang) => command({ k: "aside:say", lang }, text)),
      new Letter(this.#find('[data-letter="contact"]'), (text, lang) => this.#give(text, lang), { single: true }),
    ];
    this.#buttons();
    document.addEventListener("forum:quiet", ({ detail }) => this.#hush(detail?.on !== false));
  }

  #find(selector) {
    return this.#panel.querySelector(selector);
  }

  #buttons() {
    const choice = (kind) => this.#do({ k: "aside:say", lang: this.#letters[0].lang, kind });
    onPress(this.#root, "reach", {
      need: () => choice("need"),
      "someone-here": async (button) => (await choice("someone-here")) && fold(button),
      "take-contact": (button) => this.#takeContact(button),
      hand: () => this.#do({ k: this.#was.hand ? "hand:lower" : "hand:raise" }),
      end: async (button) => (await this.#do({ k: "aside:end" })) && this.#go(button),
      go: () => this.#go(),
      read: () => this.#goTo(),
    });
  }

  // Whoever gives a place is told, like everybody who asks for help, whether somebody has seen it. The talk may have
  // been read already, or be read at this moment: only what comes after the place says that it waits.
  async #give(text, lang) {
    const answer = await this.#command({ k: "contact:give", lang }, text);
    // Not waited for: what has been given is no draft any more, also where the line breaks before the next answer.
    if (answer.done) this.#do({ k: "aside:say", lang, kind: "need" });
    return answer;
  }

  // The button goes with what it did: whoever was on it is put on what comes before it.
  async #takeContact(button) {
    const there = button.closest("details").querySelector("summary");
    if ((await this.#do({ k: "contact:take" })) && lost(button)) there.focus();
  }

  /** Shows what the room knows of me and the moderators, and tells what is new. */
  show({ self, aside, contact, one: voice }) {
    const now = { ...NOTHING, ...told(self), voice: Boolean(voice) };
    this.#know(now, aside);
    this.#thread.show(aside);
    this.#teller.keepOnly(aside);
    this.#contact(contact);
    this.#was = now;
    this.#theirs = aside.filter(({ who }) => who === "desk");
    this.#look();
    this.#tell();
  }

  #know(now, aside) {
    one("aside", now.aside, STATES);
    one("contact", now.contact, CONTACTS);
    know({ "aside-open": now.aside !== "", "aside-late": now.late, "aside-words": aside.length > 0 });
    know({ "hand-up": now.hand, turn: now.turn, "one-voice": now.voice });
    if (now.aside !== this.#was.aside) know({ "aside-over": now.aside === "" });
    if (now.late && !this.#was.late) this.#root.querySelector("#support").open = true;
  }

  #contact(contact) {
    this.#place.lang = contact?.lang ?? "";
    this.#place.textContent = contact?.text ?? "";
  }

  // A covered page tells nothing. When it is shown again it tells what has come of it all, and no words of anybody.
  #hush(on) {
    this.#quiet = on;
    this.#tell({ aloud: false });
  }

  #tell({ aloud = true } = {}) {
    if (this.#quiet) return;
    this.#tellChanges(this.#told, this.#was);
    this.#told = this.#was;
    const fresh = this.#theirs.filter(({ id }) => !this.#heard.has(id));
    for (const { id } of fresh) this.#heard.add(id);
    const newest = fresh.at(-1);
    if (newest) this.#teller.tell("words", aloud && this.#read.has(newest.id) ? newest : {});
  }

  #tellChanges(was, now) {
    const tell = (name) => this.#teller.tell(name);
    if (now.aside !== was.aside && now.aside !== OPEN) tell(now.aside || "over");
    if (now.contact !== was.contact && now.contact) tell(now.contact);
    if (now.hand !== was.hand) tell(now.hand ? "hand-up" : "hand-down");
    if (now.voice !== was.voice) tell(now.voice ? "one-voice" : "all-voices");
    if (now.turn && !was.turn) tell("turn");
    if (now.late && !was.late) tell("late");
  }

  // What a moderator wrote is marked until it has been on the screen.
  #look() {
    for (const { id } of this.#theirs) if (!this.#read.has(id) && this.#inSight(this.#thread.node(id))) this.#read.add(id);
    know({ "aside-new": this.#theirs.some(({ id }) => !this.#read.has(id)) });
  }

  #inSight(node) {
    if (!this.#panel.open || document.visibilityState !== "visible" || node.closest("[inert]")) return false;
    const { top, bottom } = node.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  /** Takes the quiet words off the page; the room, or another page, has them. */
  empty() {
    this.#theirs = [];
    this.#thread.show([]);
    this.#contact(null);
    this.#teller.empty();
  }

  /** The room is over for this page: an open talk, or a place that nobody settled, does not go without its last sentence. */
  end() {
    know({ "aside-left": this.#was.aside !== "" || this.#was.contact === "given" });
    this.empty();
    for (const letter of this.#letters) letter.empty();
    this.#was = this.#told = NOTHING;
  }

  #wire(node, { id, who }) {
    node.querySelector("[data-own]").hidden = who !== "seat";
    onPress(node, "take", { back: () => this.#do({ k: "message:withdraw", id }) });
  }

  #go(button) {
    this.#panel.open = true;
    if (!button || lost(button)) this.#find("summary").focus();
  }

  #goTo() {
    this.#panel.open = true;
    const node = [...this.#root.querySelectorAll("#quiet-words > .moderator")].at(-1);
    (node ?? this.#find("summary")).focus();
  }

  async #do(json) {
    this.#fault(null);
    const answer = await this.#command(json, "");
    if (!answer.done) this.#fault(answer.code);
    return answer.done;
  }

  #fault(code) {
    const line = this.#find("#aside-fault");
    line.replaceChildren(...(code ? [sentence(code)] : []));
    line.hidden = !code;
  }
}

function told({ aside = "", late = false, contact = "", hand = false, turn = false }) {
  return { aside, late: Boolean(late) && aside !== "seen", contact, hand: Boolean(hand), turn: Boolean(turn) };
}

function lost(button) {
  return document.activeElement === document.body || document.activeElement === button;
}

function fold(button) {
  const part = button.closest("details");
  part.open = false;
  part.querySelector("summary").focus();
}
