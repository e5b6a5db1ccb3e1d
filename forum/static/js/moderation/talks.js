/** Everybody who has written quietly, or given a place or a number: who waits longest stands first. */

import { know } from "../rooms/facts.js";
import { Talk } from "./talk.js";

export class Talks {
  #list;
  #commands;
  #teller;
  #talks = new Map();
  #called = new Map();

  /** `say(json, text)` gives a promise of `{done, code}`; `act(json)` one of whether it was done, and says why not. */
  constructor(list, { say, act }, teller) {
    this.#list = list;
    this.#commands = { say, act };
    this.#teller = teller;
    // Two talks open at once would both seem to be read.
    list.addEventListener("toggle", ({ target }) => this.#only(target), true);
  }

  /** Shows all talks; what was there stays where the moderator is. */
  show({ phase, asides, contacts, seats }) {
    const ids = new Set([...Object.keys(asides), ...Object.keys(contacts)]);
    for (const id of this.#talks.keys()) if (!ids.has(id)) this.#over(id, phase === "closed");
    this.#teller.keepOnly(Object.values(asides).flatMap(({ messages }) => messages));
    for (const id of ids) {
      const { h } = seats.find(({ seat }) => seat === id) ?? {};
      this.#talk(id).show({ thread: asides[id], contact: contacts[id], h });
      this.#tell(id, asides[id], contacts[id]);
    }
    this.#order();
    this.#know(Object.values(asides));
  }

  /** Takes all quiet words and contacts off the page; what is being written stays. */
  hide() {
    this.#teller.empty();
    for (const talk of this.#talks.values()) talk.hide();
  }

  /** Opens the talk of whoever waits longest. */
  goToLate() {
    [...this.#talks.values()].find(({ rank }) => rank === 0)?.go();
  }

  /** Opens the first talk in which something was given, or else one that nobody has read. */
  goToWaiting(contacts) {
    const given = this.#talks.get(Object.keys(contacts)[0]);
    (given ?? [...this.#talks.values()].sort((a, b) => a.rank - b.rank)[0])?.go();
  }

  #know(threads) {
    const waiting = threads.filter(({ unseen }) => unseen).length;
    know({ calls: this.#talks.size > 0, "call-late": threads.some(({ late }) => late) });
    const title = (waiting ? `(${waiting}) ` : "") + document.title.replace(/^\(\d+\) /, "");
    if (title !== document.title) document.title = title;
  }

  #talk(id) {
    if (!this.#talks.has(id)) this.#talks.set(id, new Talk(id, this.#commands));
    return this.#talks.get(id);
  }

  // What a moderator has begun to write outlives the talk, until they clear it or the whole room is over.
  #over(id, all) {
    const talk = this.#talks.get(id);
    this.#called.delete(id);
    if (all || !talk.begun) this.#drop(id);
    else if (talk.end()) this.#teller.tell("talk-over");
  }

  #drop(id) {
    const talk = this.#talks.get(id);
    if (talk.node.contains(document.activeElement)) document.getElementById("calls-title").focus();
    talk.drop();
    this.#talks.delete(id);
  }

  // Only what waits and is not read already is told, and each thing once.
  #tell(id, { unseen = false, messages = [] } = {}, contact) {
    const newest = unseen ? messages.filter(({ who }) => who === "seat").at(-1) : undefined;
    const was = this.#called.get(id) ?? {};
    this.#called.set(id, { newest: newest?.id ?? was.newest, contact: contact?.text });
    if (contact && contact.text !== was.contact) this.#teller.tell("contact");
    if (!newest || newest.id === was.newest) return;
    this.#teller.tell(newest.kind === "need" ? "need" : "call", this.#talks.get(id).inFront ? newest : {});
  }

  // Nothing moves under the moderator's hands: what has the focus stays, and the others go before or after it.
  #order() {
    const nodes = [...this.#talks.values()].sort((a, b) => a.rank - b.rank).map(({ node }) => node);
    if (nodes.every((node, at) => node === this.#list.children[at])) return;
    const here = nodes.findIndex((node) => node.contains(document.activeElement));
    if (here < 0) return this.#list.append(...nodes);
    nodes[here].before(...nodes.slice(0, here));
    nodes[here].after(...nodes.slice(here + 1));
  }

  #only(target) {
    if (!target.open || target.parentElement.parentElement !== this.#list) return;
    for (const talk of this.#talks.values()) if (talk.open && !talk.node.contains(target)) talk.fold();
  }
}
