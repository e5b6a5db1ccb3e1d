/**
 * What one reader has chosen for this page alone: what is open, which words and voices they would rather not meet,
 * what they have flagged. None of it is sent or stored, and none of it outlives the page.
 */

import { mutes } from "./muted.js";

export class Reader {
  #words = [];
  #mutes = mutes([]);
  #voices = new Set();
  #opened = new Map();
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

  /** Hides no voice any more, from the next words on; says whether one was hidden. */
  forgetVoices() {
    const some = this.#voices.size > 0;
    this.#voices.clear();
    return some;
  }

  /** Opens the cover of one message, which may have another below it, or closes all that it has. */
  open(id, open) {
    this.#opened.set(id, open ? (this.#opened.get(id) ?? 0) + 1 : 0);
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

  /** Why the words of a message have the cover that is met now: "note", "kind" (its own words stay unsaid), "muted" or "". */
  coverOf(message, mine = false) {
    const covers = this.#coversOf(message);
    return covers[this.#openedOf(message, mine)] ?? covers.at(-1) ?? "";
  }

  /** Whether a message's words can be read now; one's own are open until one closes them. */
  isOpen(message, mine) {
    return this.#openedOf(message, mine) >= this.#coversOf(message).length;
  }

  #openedOf({ id }, mine) {
    return this.#opened.get(id) ?? (mine ? Infinity : 0);
  }

  #coversOf(message) {
    if (!this.#covers.has(message.id)) this.#covers.set(message.id, this.#coversFor(message));
    return this.#covers.get(message.id);
  }

  // Nobody comes to words that have a note without having met it, whatever else covers them.
  #coversFor({ text, own, note, lang }) {
    const inNote = this.#mutes(own, lang);
    const covers = note ? [inNote ? "kind" : "note"] : [];
    return inNote || this.#mutes(text, lang) ? [...covers, "muted"] : covers;
  }

  /** Forgets what was about messages that are gone. */
  keepOnly(ids) {
    for (const known of [this.#opened, this.#flagged, this.#covers]) {
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
