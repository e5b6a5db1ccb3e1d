/** What an attendee can do with one message: answer, reply with a few kind words, tell a moderator, hide a voice, take back. */

import { settleFacts } from "./facts.js";
import { onPress } from "./press.js";
import { handle, stamp } from "./words.js";

export class Acts {
  #ask;
  #composer;
  #conversation;
  #reader;

  /** `ask(command)` gives a promise of whether the room did it, and has told the person why if not. */
  constructor(log, { ask, composer, conversation, reader }) {
    this.#ask = ask;
    this.#composer = composer;
    this.#conversation = conversation;
    this.#reader = reader;
    // Before anybody else hears of it, so that what they find is filled.
    document.addEventListener("toggle", ({ target }) => log.contains(target) && target.matches(".acts") && this.#toggle(target), true);
    onPress(log, "do", {
      answer: (button) => this.#answer(button),
      support: (button) => this.#support(button),
      flag: (button) => this.#flag(button),
      "hide-voice": (button) => this.#hideVoice(button),
      "take-back": (button) => this.#ask({ k: "message:withdraw", id: this.#about(button).id }),
    });
  }

  /** Marks what is mine. */
  decorate(node, message, { mine }) {
    node.classList.toggle("mine", mine.includes(message.id));
  }

  #about(part) {
    return this.#conversation.message(part.closest("[data-id]").dataset.id);
  }

  // Made when it is opened and thrown away when it is closed: a long conversation stays light.
  #toggle(menu) {
    menu.querySelector(".menu")?.remove();
    const message = menu.open && this.#about(menu);
    if (message) menu.append(this.#menu(menu.closest(".mine") !== null, message));
  }

  #menu(mine, message) {
    const menu = stamp(mine ? "my-acts-template" : "acts-template");
    for (const part of menu.querySelectorAll("[data-voice]")) part.hidden = message.h < 0;
    for (const place of menu.querySelectorAll("[data-whom]")) place.replaceChildren(...(message.h < 0 ? [] : [handle(message.h)]));
    settleFacts(menu);
    if (!mine) flagged(menu, this.#reader.hasFlagged(message.id));
    return menu;
  }

  #answer(button) {
    const menu = button.closest("details.acts");
    this.#composer.answer(this.#about(button));
    menu.open = false;
  }

  async #support(button) {
    if (await this.#ask({ k: "message:support", id: this.#about(button).id, kind: button.value })) this.#close(button, "told-reply-template");
  }

  async #flag(button) {
    const { id } = this.#about(button);
    if (!(await this.#ask({ k: "message:flag", id }))) return;
    this.#reader.flag(id);
    this.#close(button, "told-flag-template");
  }

  #hideVoice(button) {
    this.#reader.hide(this.#about(button).h, true);
    this.#conversation.spoken.tell("told-hidden-template");
  }

  // They pressed what is closing now: they are brought back to where they opened it, unless they have gone elsewhere.
  #close(button, told) {
    const menu = button.closest("details.acts");
    this.#conversation.spoken.tell(told);
    if (!menu) return;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}

function flagged(menu, done) {
  menu.querySelector("[data-flag]").hidden ||= done;
  menu.querySelector("[data-flagged]").hidden = !done;
}
