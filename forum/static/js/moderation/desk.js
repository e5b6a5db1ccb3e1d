/** What a moderator can do with a message and with the seat behind it. */

import { onPress } from "../rooms/press.js";
import { handle, stamp } from "../rooms/words.js";

const ABOUT_MESSAGE = { hide: "message:hide", unhide: "message:unhide", settle: "message:settle" };
const ABOUT_SEAT = { mute: "seat:mute", unmute: "seat:unmute", remove: "seat:remove", grant: "handle:grant" };

export class Desk {
  #list;
  #command;
  #answer;
  #shown = new Map();

  /** `command(json)` sends a command and says why where it was refused; `answer(message)` begins an answer. */
  constructor(list, command, answer) {
    this.#list = list;
    this.#command = command;
    this.#answer = answer;
  }

  /** Shows the seats that have spoken. */
  show({ seats }) {
    for (const [id, node] of this.#shown) if (!seats.some((one) => one.seat === id)) this.#drop(id, node);
    for (const seat of seats) this.#seat(seat);
  }

  /** Puts on a message what can be done with it now. */
  decorate(node, message, { seats }) {
    const seat = seats.find((one) => one.seat === message.seat);
    if (!node.dataset.wired) this.#wire(node, message);
    node.classList.toggle("veiled", message.hidden);
    flag(node, "[data-hidden]", message.hidden && !message.withdrawn);
    flag(node, "[data-flagged]", message.flagged);
    flag(node, "[data-withdrawn]", message.withdrawn);
    flag(node, '[data-do="answer"]', !message.hidden);
    flag(node, '[data-do="hide"]', !message.hidden);
    flag(node, '[data-do="unhide"]', message.hidden && !message.withdrawn);
    choices(node, seat);
  }

  #acts(kinds, about) {
    const act = ([name, k]) => [name, () => this.#command({ k, ...about })];
    return Object.fromEntries(Object.entries(kinds).map(act));
  }

  #seat(seat) {
    const node = this.#shown.get(seat.seat) ?? this.#newSeat(seat);
    if (node.dataset.h !== String(seat.h)) node.querySelector("[data-who]").replaceChildren(handle(seat.h));
    node.dataset.h = seat.h;
    flag(node, "[data-muted]", seat.muted && !seat.removed);
    flag(node, "[data-removed]", seat.removed);
    flag(node, "[data-granted]", seat.granted && !seat.removed);
    choices(node, seat);
    flag(node, ".acts", !seat.removed);
  }

  #newSeat({ seat }) {
    const node = stamp("seat-template");
    this.#shown.set(seat, node);
    this.#wire(node, { seat });
    this.#list.append(node);
    return node;
  }

  #drop(id, node) {
    node.remove();
    this.#shown.delete(id);
  }

  #wire(node, { id, h, seat }) {
    node.dataset.wired = "yes";
    onPress(node, "do", { answer: () => this.#answer({ id, h }), ...this.#acts(ABOUT_MESSAGE, { id }), ...this.#acts(ABOUT_SEAT, { seat }) });
  }
}

function flag(node, selector, there) {
  const part = node.querySelector(selector);
  if (!part) return;
  // Whoever is on what goes now goes on to where it was opened.
  if (!there && part.contains(document.activeElement)) node.querySelector(".acts > summary")?.focus();
  part.hidden = !there;
}

function choices(node, seat) {
  const open = Boolean(seat) && !seat.removed;
  flag(node, '[data-do="mute"]', open && !seat.muted);
  flag(node, '[data-do="unmute"]', open && seat.muted);
  flag(node, '[data-do="grant"]', open && !seat.granted);
  flag(node, '[data-do-part="remove"]', open);
}
