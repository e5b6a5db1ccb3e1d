/** The screen before the room: a code or a ticket becomes a seat, and nothing is kept but in this page. */

import { AttendanceError, collect, redeem, ticketFor, unpackTicket } from "../attendance/collect.js";
import { parseCode, printed } from "../attendance/codes.js";
import { know } from "./facts.js";
import { keepTicket, readTicketFile } from "./keep.js";
import { sentence } from "./words.js";

// With these answers the ticket in hand opens nothing any more.
const DEAD = new Set(["malformed", "wrong-session", "invalid", "removed", "closed", "already-used"]);

/** The code that came behind the address, taken off it at once. */
export function codeInAddress() {
  const behind = plainly(location.hash.slice(1));
  if (!behind || document.getElementById(behind)) return "";
  history.replaceState(null, "", location.pathname + location.search);
  return behind;
}

// What somebody typed by hand may hold a stray percent sign; then it is taken as it stands.
function plainly(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export class Arrival {
  #root;
  #place;
  #ready;
  #seated;
  #ticket = null;
  #busy = false;

  /** `place` says where to ask, `ready` waits for the page's scripts, `seated(ticket)` is called at the end. */
  constructor(root, { place, ready, seated }) {
    this.#root = root;
    this.#place = place;
    this.#ready = ready;
    this.#seated = seated;
    this.#on("#code-form", "submit", () => this.#code());
    this.#on("#ticket-form", "submit", () => this.#given());
    this.#on("#come-again", "click", () => this.#try(() => this.#come()));
    this.#on("#keep-early", "click", () => keepTicket(this.#ticket));
    addEventListener("hashchange", () => this.#prefill());
    this.#prefill();
  }

  /** Opens the seat again with the ticket of this page; the promise is broken with the refusal. */
  async reopen(ticket) {
    await redeem(this.#place.seatUrl, ticket.token, ticket.secret);
  }

  /** Says why it did not work. */
  refuse(code) {
    this.#tell(sentence(code));
  }

  #on(selector, kind, act) {
    this.#root.querySelector(selector).addEventListener(kind, (event) => {
      event.preventDefault();
      act();
    });
  }

  #prefill() {
    const code = codeInAddress();
    if (code) this.#field("#code").value = readable(code);
  }

  #field(selector) {
    return this.#root.querySelector(selector);
  }

  #code() {
    this.#try(async () => {
      const code = parseCode(this.#field("#code").value);
      await this.#ready;
      const { keylistUrl, keylistDigest: digest, ticketsUrl, issuer, origin } = this.#place;
      await this.#take(await collect({ code, keylistUrl, digest, ticketsUrl, issuer, origin }));
    });
  }

  async #take({ tickets }) {
    this.#ticket = ticketFor(tickets, this.#place.session);
    if (!this.#ticket) throw new AttendanceError("collecting-closed");
    this.#field("#code").value = "";
    await this.#come();
  }

  #given() {
    this.#try(async () => {
      const [file] = this.#field("#ticket-file").files;
      const text = file ? await readTicketFile(file) : this.#field("#ticket-text").value;
      this.#ticket = unpackTicket(text.trim());
      await this.#come();
    });
  }

  async #come() {
    await this.#ready;
    await this.reopen(this.#ticket);
    this.#field("#ticket-form").reset();
    know({ holding: false });
    this.#seated(this.#ticket);
  }

  async #try(act) {
    if (this.#busy) return;
    this.#start(true);
    try {
      await act();
    } catch (fault) {
      this.#fail(fault);
    }
    this.#start(false);
  }

  #start(busy) {
    this.#busy = busy;
    if (busy) this.#tell(null);
    know({ collecting: busy });
  }

  #fail(fault) {
    this.refuse(fault.code ?? "server-fault");
    if (DEAD.has(fault.code)) this.#ticket = null;
    know({ holding: this.#ticket !== null });
    if (fault.again && !this.#ticket) this.#offer(() => fault.again().then((collected) => this.#take(collected)));
  }

  #offer(again) {
    const button = this.#field("#ask-again");
    button.hidden = false;
    button.onclick = () => this.#try(again);
  }

  #tell(words) {
    this.#field("#ask-again").hidden = true;
    this.#field("#arrive-fault").replaceChildren(...(words ? [words] : []));
    this.#field("#code").setAttribute("aria-invalid", String(Boolean(words) && !this.#ticket));
  }
}

function readable(code) {
  try {
    return printed(parseCode(code));
  } catch {
    return code.slice(0, 40);
  }
}
