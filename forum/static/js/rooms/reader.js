/**
 * What one reader has chosen for this page alone: what is open, which words and voices they would rather not meet,
 * what they have flagged. None of it is sent or stored, and none of it outlives the page.
 */

import { mutes } from "./muted.js";

export class Reader {
  #words = [];
  #mutes = mutes([]);
  #voices = new Set();
  #opened = new Set();
  #shut = new Set();
  #flagged = new Set();
  #covers = new Map();
  #heard;

  /** `heard()` is called after each choice. */
  constructor(heard = () => {}) {
    this.#heard = heard;
  }

  /** The muted words, as they were written. */
  get words() {
    return [...this.#words];
  }

  /** The handles of the voices that are hidden here, in the order of hiding. */
  get voices() {
    return [...this.#voices];
  }

  /** Mutes a word or a phrase; says whether it was new and has a letter in it. */
  mute(word) {
    const clean = word.normalize("NFC").trim();
    if (!/[\p{L}\p{N}]/u.test(clean) || this.#words.includes(clean)) return false;
    this.#set([...this.#words, clean]);
    return true;
  }

  /** Takes a word off the list. */
  unmute(word) {
    this.#set(this.#words.filter((one) => one !== word));
  }

  /** Hides a voice on this page, or brings it back. */
  hide(voice, hidden) {
    if (hidden) this.#voices.add(voice);
    else this.#voices.delete(voice);
    this.#heard();
  }

  /** Opens or closes the words of one message. */
  open(id, open) {
    (open ? this.#opened : this.#shut).add(id);
    (open ? this.#shut : this.#opened).delete(id);
    this.#heard();
  }

  /** Remembers that this page has flagged a message. */
  flag(id) {
    this.#flagged.add(id);
    this.#heard();
  }

  /** Whether this page has flagged a message. */
  hasFlagged(id) {
    return this.#flagged.has(id);
  }

  /** The messages that this reader wants to meet. */
  met(messages) {
    return this.#voices.size ? messages.filter(({ h }) => h < 0 || !this.#voices.has(h)) : messages;
  }

  /** Why the words of a message have a cover: "muted", "note" or "". */
  coverOf(message) {
    if (!this.#covers.has(message.id)) this.#covers.set(message.id, this.#cover(message));
    return this.#covers.get(message.id);
  }

  #cover({ text, own, note, lang }) {
    if (this.#mutes(`${text}\n${own}`, lang)) return "muted";
    return note ? "note" : "";
  }

  /** Whether a message's words can be read now; one's own are open until one closes them. */
  isOpen(message, mine) {
    if (!this.coverOf(message) || this.#opened.has(message.id)) return true;
    return mine && !this.#shut.has(message.id);
  }

  /** Forgets what was about messages that are gone. */
  keepOnly(ids) {
    for (const known of [this.#opened, this.#shut, this.#flagged, this.#covers]) {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    }
  }

  #set(words) {
    this.#words = words;
    this.#mutes = mutes(words);
    this.#covers.clear();
    this.#heard();
  }
}
