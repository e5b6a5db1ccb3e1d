/** The conversation on the page: one element per message, kept as long as the message is, text only. */

import { bornAt, showAge } from "./age.js";
import { answersWords, coverLabel, dressAnswer, dressCover, dressReplies, messageNode } from "./message_node.js";
import { Reader } from "./reader.js";
import { empty } from "./reducer.js";
import { Rove } from "./rove.js";
import { Spoken } from "./spoken.js";

const HALF_A_MINUTE = 30_000;
const NEAR_END = 48;

export class Conversation {
  #log;
  #list;
  #newer;
  #decorate;
  #reader;
  #openToAll;
  #rove;
  #state = empty();
  #shown = new Map();
  #looks = new Map();
  #born = new Map();
  #told = new Set();
  #quiet = false;
  #ended = true;

  /** What is said to a screen reader. */
  spoken = new Spoken(document.getElementById("spoken"));

  /**
   * `decorate(node, message, state)` adds what this page can do with a message; `reader` holds what its reader has
   * chosen. Without one every message is open, as at the desk.
   */
  constructor(log, { newer, decorate, reader = null }) {
    this.#log = log;
    this.#list = log.querySelector("ol");
    this.#newer = newer;
    this.#decorate = decorate;
    this.#reader = reader ?? new Reader(() => this.again());
    this.#openToAll = reader === null;
    this.#rove = new Rove(log, this.#list);
    this.#wire();
  }

  #wire() {
    const log = this.#log;
    this.#newer.addEventListener("click", () => this.toEnd());
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // A turned phone or a keyboard that opens must not push the newest words out of sight.
    new ResizeObserver(() => this.#ended && this.toEnd()).observe(log);
    log.addEventListener("toggle", ({ target }) => target.open && this.#bringIn(target), true);
    log.addEventListener("click", ({ target }) => this.#pressed(target.closest("button")));
    document.addEventListener("forum:leaving", () => this.spoken.empty());
    document.addEventListener("forum:quiet", ({ detail }) => this.silence(detail?.on !== false));
    setInterval(() => this.#ages(), HALF_A_MINUTE);
  }

  // With a menu that is longer than the log is high, the words that it is about stay in sight above it.
  #bringIn(part) {
    const message = part.closest("[data-id]");
    if (message?.offsetHeight > this.#log.clientHeight) this.#log.scrollTop = message.offsetTop;
    else part.scrollIntoView({ block: "nearest" });
  }

  /** Shows the messages of `state`; what was there stays where it is. */
  show(state) {
    // Most frames tell nothing: then there is nothing to draw.
    if (state !== this.#state) this.#show(state);
  }

  #show(state) {
    this.#state = state;
    const stay = this.#atEnd();
    const grown = this.#draw(this.#reader.met(state.messages));
    this.#tell(state.messages);
    this.#log.classList.toggle("bare", state.messages.length === 0);
    if (stay) this.toEnd();
    else if (grown) this.#newer.hidden = false;
  }

  /** Shows once more what is known, after a choice of the reader. */
  again() {
    this.#show(this.#state);
  }

  /** The message with this id, as it was last shown. */
  message(id) {
    return this.#state.messages.find((one) => one.id === id);
  }

  /** Does `change` without a screen reader telling all of it. */
  quietly(change) {
    this.spoken.empty();
    this.#quiet = true;
    change();
    this.#quiet = false;
  }

  /** While silent nothing is read out; afterwards only how many messages are new. */
  silence(on, why = "cover") {
    this.spoken.silence(on, why);
  }

  /** Goes to the newest words. */
  toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#newer.hidden = true;
    this.#ended = true;
  }

  /** Puts the focus on a message; without an id, on the one that was last read. */
  focus(id) {
    this.#rove.focus(this.#shown.get(id));
  }

  /** Takes every word off the page. */
  empty() {
    this.show(empty());
  }

  #scrolled() {
    this.#ended = this.#atEnd();
    if (this.#ended) this.#newer.hidden = true;
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #pressed(button) {
    if (button?.dataset.go) return this.focus(button.dataset.go);
    if (!button?.classList.contains("veil")) return;
    this.#reader.open(button.closest("[data-id]").dataset.id, button.getAttribute("aria-expanded") === "false");
  }

  #draw(messages) {
    const here = new Map(messages.map((message) => [message.id, message]));
    this.#leaveOut(here);
    let place = this.#list.firstElementChild;
    let grown = false;
    for (const message of messages) {
      const known = this.#shown.has(message.id);
      const node = this.#node(message);
      if (node === place) place = place.nextElementSibling;
      else this.#list.insertBefore(node, place);
      this.#dress(node, message, here);
      this.#decorate(node, message, this.#state);
      grown ||= !known;
    }
    this.#rove.settle();
    return grown;
  }

  #leaveOut(here) {
    const stays = ({ dataset }) => here.has(dataset.id);
    for (const [id, node] of this.#shown) {
      if (here.has(id)) continue;
      // Whoever was on these words would otherwise be thrown back to the top of the page.
      if (node.contains(document.activeElement)) this.#rove.leave(node, stays);
      node.remove();
      this.spoken.forget(id);
      for (const known of [this.#shown, this.#born, this.#looks]) known.delete(id);
    }
    // Words that only this page has lost come back: what was chosen about them waits.
    if (here.size > 0) this.#reader.keepOnly(new Set(this.#state.messages.map(({ id }) => id)));
  }

  #node(message) {
    const known = this.#shown.get(message.id);
    if (known) return known;
    const node = messageNode(message);
    this.#born.set(message.id, bornAt(message.a));
    this.#shown.set(message.id, node);
    showAge(node, this.#born.get(message.id));
    return node;
  }

  #seen(message, here) {
    const mine = this.#openToAll || this.#state.mine.includes(message.id);
    const cover = this.#reader.coverOf(message, mine);
    return { cover, open: this.#reader.isOpen(message, mine), target: here.get(message.to) };
  }

  // Most messages are as they were: only what looks different is touched.
  #dress(node, message, here) {
    const { cover, open, target } = this.#seen(message, here);
    const look = [cover, open, target?.id, ...message.sup].join();
    if (this.#looks.get(message.id) === look) return;
    this.#looks.set(message.id, look);
    dressAnswer(node, message, target);
    dressCover(node, message, cover, open);
    dressReplies(node, message);
    // What was read out before somebody muted it must not stay to be read.
    if (!open) this.spoken.forget(message.id);
  }

  // Each message is told once: not again when it moves, comes back from hiding, or is drawn anew.
  #tell(messages) {
    const fresh = messages.filter(({ id }) => !this.#told.has(id));
    const first = this.#told.size === 0;
    for (const { id } of fresh) this.#told.add(id);
    if (this.#quiet) return first || fresh.length === 0 || this.spoken.count(fresh.length);
    const here = new Map(messages.map((message) => [message.id, message]));
    for (const message of this.#reader.met(fresh)) this.spoken.message(message, this.#words(message, here));
  }

  #words(message, here) {
    const { cover, open, target } = this.#seen(message, here);
    const answers = message.to ? answersWords(target) : null;
    return { answers, cover, open, label: cover ? coverLabel(message, cover) : null };
  }

  #ages() {
    for (const [id, node] of this.#shown) showAge(node, this.#born.get(id));
  }
}
