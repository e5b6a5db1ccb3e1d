/** What somebody can do with their own seat: speak or listen, pause, draw a name, take words back, keep the ticket. */

import { know } from "./facts.js";
import { keepTickets } from "./keep.js";
import { onPress } from "./press.js";
import { reveal, veil } from "./six.js";
import { handle, sentence } from "./words.js";

export class SeatControls {
  #root;
  #command;
  #composer;
  #names;
  #words;
  #hand = null;
  #handle = null;
  #tell;

  /** `command(json)` gives a promise of `{done, code}`; `tell(id)` says the words of a template. */
  constructor(root, command, composer, tell) {
    this.#tell = tell;
    this.#root = root;
    this.#command = command;
    this.#composer = composer;
    this.#names = [...root.querySelectorAll("[data-my-name]")];
    this.#words = root.querySelector("#my-words");
    onPress(root, "act", {
      speak: () => this.#ask(true, "#last-things"),
      "rather-listen": () => this.#ask(false, '[data-act="speak"]'),
      understood: () => this.#mode("speaking"),
      listen: () => this.#mode("listening"),
      pause: () => this.#goOn({ k: "seat:pause" }, "resume"),
      resume: () => this.#goOn({ k: "seat:resume" }, "pause"),
      draw: () => this.ask({ k: "handle:draw" }),
      "take-all": (button) => this.#takeAll(button),
      keep: () => keepTickets(this.#hand.tickets),
    });
    const words = this.#words;
    words.addEventListener("toggle", () => (words.open ? reveal(words, this.#hand.secret, this.#hand.words) : veil(words)));
    // Six words are not shown again of themselves after the page was covered.
    document.addEventListener("forum:quiet", () => this.#veil());
  }

  /** What this page came in with. */
  hold(hand) {
    this.#hand = hand;
    know({ ticket: hand !== null });
  }

  /** The room is over for this page: no ticket, no six words and no name stay on it. */
  end() {
    this.#veil();
    this.hold(null);
    this.#handle = null;
    for (const place of this.#names) place.replaceChildren();
  }

  #veil() {
    this.#words.open = false;
    veil(this.#words);
  }

  /** Says why something could not be done; null takes it off the page. */
  refuse(code) {
    const line = this.#root.querySelector("#seat-fault");
    line.replaceChildren(...(code ? [sentence(code)] : []));
    line.hidden = !code;
  }

  /** Shows my seat as the room knows it. */
  show({ self, messages, mine, aside, contact }) {
    const spoken = messages.some(({ id }) => mine.includes(id));
    know({
      listening: self.mode === "listening",
      speaking: self.mode === "speaking",
      paused: self.paused,
      muted: self.muted,
      spoken: spoken || aside.some(({ who }) => who === "seat") || contact !== null,
      // A name that others know stays, unless a moderator grants another.
      named: (self.known || spoken) && !self.granted,
    });
    if (self.handle !== undefined && self.handle !== this.#handle) this.#name(self.handle);
  }

  // The button that they pressed is gone: the focus goes on to what came in its place.
  #ask(asking, next) {
    know({ asking });
    this.#root.querySelector(next).focus();
  }

  async #takeAll(button) {
    if (!(await this.ask({ k: "messages:withdraw" }))) return;
    const part = button.closest("details");
    if (part.contains(document.activeElement)) part.querySelector("summary").focus();
    part.open = false;
    this.#tell("told-taken-template");
  }

  async #mode(mode) {
    const done = await this.ask({ k: "mode:choose", mode });
    know({ asking: false });
    // They asked to speak a moment ago: the place to write is where they want to be next.
    if (!done || !this.#nowhere()) return;
    if (mode === "speaking") this.#composer.focus();
    else this.#toAct("speak");
  }

  // The button for this goes when it is done: the focus goes on to the one for the way back.
  async #goOn(command, back) {
    if ((await this.ask(command)) && this.#nowhere()) this.#toAct(back);
  }

  #toAct(act) {
    const buttons = [...this.#root.querySelectorAll(`[data-act="${act}"]`)];
    buttons.find((button) => !button.closest("[hidden]"))?.focus();
  }

  // The button that was pressed is gone, and the person has gone nowhere else since.
  #nowhere() {
    return document.activeElement === document.body || document.activeElement.closest("[hidden]") !== null;
  }

  /** Asks the room for something; tells why where it was refused. */
  async ask(command) {
    this.refuse(null);
    const answer = await this.#command(command);
    if (!answer.done) this.refuse(answer.code);
    return answer.done;
  }

  #name(number) {
    this.#handle = number;
    for (const place of this.#names) place.replaceChildren(handle(number));
  }
}
