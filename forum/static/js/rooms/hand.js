/** What this page holds in its memory and nowhere else: tickets, and the secret of the box that they lie in. */

import { depositSoon } from "../attendance/deposit.js";
import { deposit, newSecret, sealBox } from "../attendance/locker.js";
import { ticketFor } from "../attendance/tickets.js";
import { know, one } from "./facts.js";

const MOST = 6;
const STATES = ["waiting", "done", "failed"];

export class Hand {
  #place;
  #send = null;
  #planned = null;
  tickets = [];
  /** The secret of the box that holds these tickets, or null where there is none. */
  secret = null;
  /** The list of words, once it has come: to show the secret without asking for anything. */
  words = null;

  constructor(place) {
    this.#place = place;
    document.addEventListener("forum:leaving", () => this.#lastMoment());
    addEventListener("pagehide", () => this.#lastMoment());
  }

  /** The ticket for this evening, if there is one. */
  get tonight() {
    return ticketFor(this.tickets, this.#place.session);
  }

  /** Takes what was collected, and seals it at once. */
  async collected({ tickets, locker }) {
    const secret = newSecret();
    this.#hold(tickets, secret);
    const box = await sealBox(tickets, secret, this.#place.keylistDigest);
    const { lockerUrl } = this.#place;
    this.#send = (fetcher) => deposit(lockerUrl, locker.token, box, fetcher).then(() => this.#kept());
  }

  /** Takes what a box held, or a file: then there is no secret, and nothing to put away. */
  found(tickets, secret = null) {
    this.#hold(tickets, secret);
    know({ boxed: secret !== null });
  }

  #hold(tickets, secret) {
    this.#tell(false);
    this.tickets = tickets;
    this.#tell(true);
    this.secret = secret;
    one("evenings", String(tickets.length), Array.from({ length: MOST }, (_, at) => String(at + 1)));
    know({ "only-later": this.tonight === null });
  }

  // The page has the day of every evening, and shows those that there is a ticket for.
  #tell(held) {
    know(Object.fromEntries(this.tickets.map(({ session }) => [`has-${session}`, held])));
  }

  /** The ticket for this evening opens nothing any more. */
  lose() {
    this.#hold(this.tickets.filter((ticket) => ticket !== this.tonight), this.secret);
  }

  /** Puts the box away before the seat is taken, and never after that; a locker that is away keeps nobody out. */
  async stow() {
    const last = this.#planned ? this.#planned.end() : this.#send?.(fetch);
    await last?.catch(() => {});
    // From a seat it would be sent together with the goodbye, and tell whose box it is.
    this.#send = null;
  }

  /** Puts the box away at a random moment of the next minutes. */
  stowSoon() {
    if (!this.#send || this.#planned) return;
    one("box", "waiting", STATES);
    this.#planned = depositSoon(() => this.#send(fetch).catch((fault) => this.#failed(fault)));
  }

  /** Puts the box away at once. */
  async stowNow() {
    await this.#planned?.now().catch(() => {});
  }

  /** Forgets everything; what was not put away never will be. */
  drop() {
    this.#send = null;
    this.#hold([], null);
    know({ boxed: false });
  }

  #kept() {
    this.#send = null;
    know({ boxed: true });
    one("box", "done", STATES);
  }

  #failed(fault) {
    one("box", "failed", STATES);
    throw fault;
  }

  // The page goes: words that somebody may have written down shall not be for nothing.
  #lastMoment() {
    this.#send?.((url, request) => fetch(url, { ...request, keepalive: true })).catch(() => {});
  }
}
