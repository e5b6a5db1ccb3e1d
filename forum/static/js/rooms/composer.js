/** Where somebody writes: counts for them, keeps their words until the room has them. */

import { Answering } from "./answering.js";
import { deliver } from "./deliver.js";
import { sendWithEnter } from "./enter.js";
import { fault, room, tidy } from "./measure.js";
import { NoteField } from "./note_field.js";
import { inParts, restAfter } from "./parts.js";
import { sentence } from "./words.js";

const NEAR = 200;

export class Composer {
  /** `before(text, form)` may change a text before it goes, or keep it back with null. */
  before = async (text) => text;
  /** Hears every text that stands there now, whoever wrote it. */
  changed = () => {};

  #form;
  #words;
  #send;
  #note;
  #answering;
  #shut = null;
  #told = {};
  #run = null;

  /** `send(command, text)` gives a promise of `{done, code}`. */
  constructor(form, send) {
    this.#form = form;
    this.#words = form.querySelector("textarea");
    this.#send = send;
    this.#note = new NoteField(form);
    this.#answering = new Answering(form, () => this.focus());
    this.#wire();
    this.#count();
  }

  #wire() {
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#words.addEventListener("input", () => this.#count());
    sendWithEnter(this.#words);
    this.#part("[data-in-parts] button").addEventListener("click", () => this.#say(true));
    this.#part("[data-stop]").addEventListener("click", () => this.#stop());
    // The tab goes, or is put away: nothing of a draft may come back with it.
    addEventListener("pagehide", () => this.empty());
  }

  #part(selector) {
    return this.#form.querySelector(selector);
  }

  /** Says why nothing can be sent now (a refusal code), or opens it again with null. */
  shut(code) {
    if (code === this.#shut) return;
    // What was told to whoever pressed is no longer so.
    if (this.#told.fault === this.#shut) this.#tell("fault", null);
    this.#shut = code;
    this.#tell("why", code);
    this.#dim();
  }

  /** Puts a language on what is written from now on; what has been begun keeps its own. */
  write(lang) {
    if (this.#words.value) return;
    const choice = this.#part(`input[name="lang"][value="${lang}"]`);
    if (choice) choice.checked = true;
    this.#words.lang = lang;
  }

  /** What is written next answers `message`; the focus goes to where it is written. */
  answer(message) {
    this.#answering.begin(message);
    this.#tell("fault", null);
    this.focus();
  }

  /** Takes in which messages there are: what answered one that is gone answers nothing any more. */
  know({ messages }) {
    if (this.#answering.lost(messages)) this.#refuse("answer-gone");
  }

  /** Forgets what was being written. */
  empty() {
    if (this.#run) Object.assign(this.#run, { stopped: true, gone: true });
    this.#said();
    this.#answering.end();
  }

  #said() {
    this.#rest("");
    this.#note.empty();
    this.#tell("fault", null);
  }

  focus() {
    this.#words.focus();
  }

  #submit(event) {
    event.preventDefault();
    this.#say(false);
  }

  async #say(inPieces) {
    if (this.#run) return;
    const code = this.#shut ?? this.#note.fault() ?? this.#faultOf(inPieces);
    if (code) return this.#refuse(code);
    const run = (this.#run = { inPieces, stopped: false, gone: false });
    this.#tell("fault", null);
    this.#dim();
    try {
      await this.#checked(run);
    } finally {
      this.#run = null;
      this.#hold(false);
    }
  }

  #faultOf(inPieces) {
    const code = fault(this.#words.value);
    if (code !== "message-too-long") return code;
    if (inParts(this.#words.value) === null) return "too-many-parts";
    return inPieces ? null : code;
  }

  // While a person decides about details in their words they may go on writing: then nothing is sent yet.
  async #checked(run) {
    const draft = this.#words.value;
    const text = await this.before(tidy(draft), this.#form);
    if (text === null || run.stopped || this.#words.value !== draft) return;
    this.#rest(tidy(text));
    // Other words may have been chosen in the note, too.
    const code = this.#shut ?? this.#note.fault() ?? this.#faultOf(run.inPieces);
    if (code) return this.#refuse(code);
    this.#hold(true);
    await this.#deliver(run, this.#words.value);
  }

  async #deliver(run, text) {
    const parts = inParts(text);
    const about = { k: "message:say", lang: this.#lang(), ...this.#note.fields() };
    // Held from now on: whom somebody chooses to answer while this is on its way is answered by the words after it.
    const to = this.#answering.fields();
    const { code } = await deliver(parts, {
      // Only the first part answers.
      send: (part, index) => this.#sendOne(run, text, parts, index, index ? about : { ...about, ...to }),
      told: (index) => this.#progress(index, parts.length),
      stopped: () => run.stopped,
      shut: () => this.#shut,
    });
    if (run.gone) return;
    if (code === null) this.#said();
    else if (code !== "stopped") this.#refuse(code);
    if (code === null || code === "answer-gone") this.#answering.given(to);
  }

  // What has gone leaves the draft at once: the rest of it is always here.
  async #sendOne(run, text, parts, index, about) {
    const answer = await this.#send(about, parts[index]);
    if (answer.done && !run.gone) this.#rest(restAfter(text, parts.slice(0, index + 1)));
    return answer;
  }

  #stop() {
    if (this.#run) this.#run.stopped = true;
    this.focus();
  }

  // Whoever looks at the words while they are written hears of it as if they had been typed.
  #rest(text) {
    if (this.#words.value === text) return;
    this.#words.value = text;
    this.#words.dispatchEvent(new Event("input"));
  }

  #lang() {
    return this.#part('input[name="lang"]:checked')?.value ?? this.#words.lang;
  }

  #hold(busy) {
    this.#words.readOnly = busy;
    this.#part("[data-sending]").hidden = !busy;
    const going = this.#part("[data-progress]");
    // Whoever is on the button that goes now goes on to the words.
    if (!busy && going.contains(document.activeElement)) this.focus();
    if (!busy) going.hidden = true;
    this.#dim();
  }

  #progress(index, count) {
    if (count === 1) return;
    const going = this.#part("[data-progress]");
    const pressed = this.#part("[data-in-parts]").contains(document.activeElement);
    this.#part("[data-sending]").hidden = true;
    this.#part("[data-in-parts]").hidden = true;
    going.hidden = false;
    number(going, "[data-part]", index + 1);
    number(going, "[data-of]", count);
    if (pressed) this.#part("[data-stop]").focus();
  }

  #dim() {
    const dim = String(Boolean(this.#shut || this.#run));
    for (const button of this.#form.querySelectorAll('button[type="submit"], [data-in-parts] button')) button.setAttribute("aria-disabled", dim);
  }

  #refuse(code) {
    const count = code === "message-too-long" ? inParts(this.#words.value)?.length : 1;
    if (count > 1) this.#offerParts(count);
    else this.#tell("fault", code);
  }

  #offerParts(count) {
    const offer = this.#part("[data-in-parts]");
    number(offer, "[data-of]", count);
    offer.hidden = false;
  }

  #tell(place, code) {
    const line = this.#part(`[data-tell="${place}"]`);
    line.replaceChildren(...(code ? [sentence(code)] : []));
    line.hidden = !code;
    this.#told[place] = code;
    // Whoever presses all the same is told at once; the same words need not stand there twice.
    this.#part('[data-tell="why"]').hidden = !this.#told.why || this.#told.why === this.#told.fault;
  }

  #count() {
    this.#words.lang = this.#lang();
    this.changed(this.#words.value);
    const left = room(this.#words.value);
    const counter = this.#part("[data-count]");
    counter.hidden = left > NEAR;
    // What cannot be seen is not to be read out either, in two languages at once.
    this.#words.setAttribute("aria-describedby", counter.hidden ? "words-why" : "words-left words-why");
    counter.classList.toggle("over", left < 0);
    number(counter, "[data-left]", Math.abs(left));
    for (const part of counter.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "over") !== left < 0;
    // An offer is about the words as they were.
    this.#part("[data-in-parts]").hidden = true;
  }
}

function number(root, selector, value) {
  for (const place of root.querySelectorAll(selector)) place.textContent = String(value);
}
