/** Hands, in the order in which they went up; one voice at a time, and who has the word. */

import { know } from "../rooms/facts.js";
import { onPress } from "../rooms/press.js";
import { handle, stamp } from "../rooms/words.js";

export class Hands {
  #root;
  #list;
  #command;
  #teller;
  #shown = new Map();

  /** `command(json)` gives a promise of whether it was done. */
  constructor(root, command, teller) {
    this.#root = root;
    this.#list = root.querySelector("#hands");
    this.#command = command;
    this.#teller = teller;
  }

  /** Shows whose hand is up, and who has the word. */
  show({ seats, one: voice }) {
    const up = seats.filter(({ hand, removed }) => hand > 0 && !removed).sort((a, b) => a.hand - b.hand);
    const turn = seats.find((seat) => seat.turn && !seat.removed);
    for (const id of this.#shown.keys()) if (!up.some(({ seat }) => seat === id)) this.#drop(id);
    for (const seat of up) this.#hand(seat, voice);
    this.#turn(turn);
    know({ hands: up.length > 0, "one-voice": Boolean(voice), turn: Boolean(turn) });
  }

  #turn(seat) {
    const place = this.#root.querySelector("[data-turn]");
    if (seat && place.dataset.turn !== String(seat.h)) place.replaceChildren(handle(seat.h));
    place.dataset.turn = seat?.h ?? "";
  }

  #hand({ seat, h }, voice) {
    if (!this.#shown.has(seat)) this.#add(seat);
    const node = this.#shown.get(seat);
    if (node.dataset.h !== String(h)) node.querySelector("[data-name]").replaceChildren(handle(h));
    node.dataset.h = h;
    node.querySelector('[data-do="give"]').hidden = !voice;
  }

  #add(seat) {
    const node = stamp("hand-template");
    onPress(node, "do", {
      give: () => this.#command({ k: "turn:give", seat }),
      lower: () => this.#command({ k: "hand:lower", seat }),
    });
    this.#shown.set(seat, node);
    this.#list.append(node);
    this.#teller.tell("hand");
  }

  #drop(id) {
    const node = this.#shown.get(id);
    if (node.contains(document.activeElement)) document.getElementById("hands-title").focus();
    node.remove();
    this.#shown.delete(id);
  }
}
