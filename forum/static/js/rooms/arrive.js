/** The screens before the room: a code, six words or a file become a seat, and nothing is kept but in this page. */

import { AttendanceError, collect, redeem } from "../attendance/collect.js";
import { parseCode, printed } from "../attendance/codes.js";
import { Carry } from "./carry.js";
import { know } from "./facts.js";
import { Hand } from "./hand.js";
import { readTickets } from "./keep.js";
import { Seeker } from "./seek.js";
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
  #page;
  #hand;
  #carry;
  #seeker = null;
  #busy = false;
  #stopped = false;

  /** `place` says where to ask; the page has `ready`, `show(screen)`, `seated(hand)` and `stop()`. */
  constructor(root, place, page) {
    this.#root = root;
    this.#place = place;
    this.#page = page;
    this.#hand = new Hand(place);
    this.#carry = new Carry(this.#part("#carry"), { hand: this.#hand, list: () => this.#seeker.list() });
    this.#on("#code-form", "submit", () => this.#code());
    this.#on("#words-form", "submit", () => this.#words());
    this.#on("#ticket-form", "submit", () => this.#file());
    this.#on("#come-again", "click", () => this.#try("#code-fault", () => this.#come()));
    this.#on("#come-in", "click", () => this.#try("#carry [data-fault]", () => this.#come()));
    addEventListener("hashchange", () => this.#prefill());
    this.#prefill();
  }

  /** The place for the code is there: from now on the locker is on its way. */
  begin() {
    this.#seeker = new Seeker(this.#place);
    this.#seeker.settled().catch((fault) => this.#fail(fault));
  }

  /** What this page holds. */
  get hand() {
    return this.#hand;
  }

  /** Opens the seat, or opens it again; the promise is broken with the refusal. */
  async reopen() {
    const { token, secret } = this.#hand.tonight;
    await redeem(this.#place.seatUrl, token, secret);
  }

  /** Says why it did not work. */
  refuse(code) {
    this.#tell("#code-fault", sentence(code));
  }

  /** Takes off the page what was typed, and the words that were shown. */
  empty() {
    for (const form of this.#root.querySelectorAll("form")) form.reset();
    this.#carry.empty();
  }

  /** Nothing can be sent from this page any more. */
  stop() {
    this.#stopped = true;
    this.#hand.drop();
    this.#root.replaceChildren();
  }

  #on(selector, kind, act) {
    this.#part(selector)?.addEventListener(kind, (event) => {
      event.preventDefault();
      act();
    });
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  #prefill() {
    const code = codeInAddress();
    const field = this.#part("#code");
    if (code && field) field.value = readable(code);
  }

  #code() {
    this.#try("#code-fault", async () => {
      const code = parseCode(this.#part("#code").value);
      if (this.#place.open === "yes") await this.#seeker.renew();
      await this.#settled();
      const { keylistUrl, keylistDigest: digest, ticketsUrl, collectedUrl, issuer, origin } = this.#place;
      await this.#take(await collect({ code, keylistUrl, digest, ticketsUrl, collectedUrl, issuer, origin }));
    });
  }

  // Straight in where the doors were open when this page came; else the ticket is carried until they are, and the door is
  // asked nothing now: it would learn when a ticket was collected, and soon after whose box that is.
  async #take(collected) {
    this.#part("#code").value = "";
    await this.#hand.collected(collected);
    const open = this.#place.open === "yes";
    if (!this.#hand.tonight || !open) return this.#carryOn(open);
    try {
      await this.#come();
    } catch (fault) {
      this.#turnedAway(fault);
    }
  }

  // A ticket that nobody kept yet is never lost for an answer of the door.
  #turnedAway(fault) {
    if (fault.code === "keylist-mismatch") throw fault;
    if (DEAD.has(fault.code)) this.#hand.lose();
    if (this.#hand.tickets.length === 0) throw fault;
    this.#carryOn(true);
    this.#tell("#carry [data-fault]", sentence(fault.code ?? "server-fault"));
  }

  #carryOn(open) {
    know({ "may-enter": open && this.#hand.tonight });
    this.#page.show("ticket");
    this.#carry.begin();
  }

  // A ticket is shown to the door only once the doors are open: at any other moment it would tell when it was collected.
  async #open() {
    if (this.#place.open === "yes") return true;
    try {
      const answer = await fetch(location.pathname, { credentials: "omit", cache: "no-store" });
      if ((await answer.text()).includes('data-open="yes"')) this.#place.open = "yes";
    } catch {
      throw new AttendanceError("store-away");
    }
    return this.#place.open === "yes";
  }

  // Before anything that leads in, and in every way in the same.
  async #ready() {
    if (!(await this.#open())) throw new AttendanceError("not-open");
    await this.#seeker.renew();
    await this.#settled();
  }

  #words() {
    this.#try("#words-fault", async () => {
      const secret = await this.#seeker.read(this.#part("#six-words").value);
      await this.#ready();
      this.#hand.found(await this.#seeker.find(secret), secret);
      await this.#come();
    });
  }

  #file() {
    this.#try("#file-fault", async () => {
      const [file] = this.#part("#ticket-file").files;
      this.#hand.found(await readTickets(file, this.#part("#ticket-text").value));
      await this.#come();
    });
  }

  async #come() {
    if (!this.#hand.tonight) throw new AttendanceError("wrong-session");
    await this.#ready();
    await this.#hand.stow();
    await this.reopen();
    this.empty();
    know({ holding: false });
    this.#page.seated(this.#hand);
  }

  // Whatever is on its way has arrived: a locker that does not fit stops the page before it sends anything, and after the
  // seat is taken nothing is asked for.
  async #settled() {
    await this.#page.ready;
    this.#hand.words = await this.#seeker.settled();
  }

  async #try(line, act) {
    if (this.#busy || this.#stopped) return;
    this.#start(true, line);
    try {
      await act();
    } catch (fault) {
      this.#fail(fault, line);
    }
    this.#start(false, line);
  }

  #start(busy, line) {
    this.#busy = busy;
    if (busy) this.#tell(line, null);
    know({ collecting: busy && line !== "#words-fault", looking: busy && line === "#words-fault" });
    for (const button of this.#root.querySelectorAll("button")) {
      if (busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  #fail(fault, line = "#code-fault") {
    if (this.#stopped) return;
    if (fault.code === "keylist-mismatch") return this.#page.stop();
    if (DEAD.has(fault.code)) this.#hand.lose();
    this.#tell(line, sentence(fault.code ?? "server-fault"));
    know({ holding: this.#hand.tonight });
    if (line === "#code-fault" && fault.again && !this.#hand.tonight) this.#offer(() => fault.again().then((got) => this.#take(got)));
  }

  #offer(again) {
    const button = this.#part("#ask-again");
    button.hidden = false;
    button.onclick = () => this.#try("#code-fault", again);
  }

  // With the button goes what it would ask: a code and blinds among it.
  #withdraw() {
    const button = this.#part("#ask-again");
    if (button) Object.assign(button, { hidden: true, onclick: null });
  }

  #tell(line, words) {
    for (const place of this.#root.querySelectorAll("[data-fault]")) place.replaceChildren();
    this.#withdraw();
    const place = this.#part(line) ?? this.#part("[data-fault]");
    place.replaceChildren(...(words ? [words] : []));
    for (const field of this.#root.querySelectorAll("[aria-describedby]")) {
      field.setAttribute("aria-invalid", String(Boolean(words) && `#${field.getAttribute("aria-describedby")}` === line));
    }
  }
}

function readable(code) {
  try {
    return printed(parseCode(code));
  } catch {
    return code.slice(0, 40);
  }
}
