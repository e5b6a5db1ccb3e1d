/** The desk: what a moderator sees of a room and does in it. */

import { Composer } from "../rooms/composer.js";
import { know, one, settleFacts } from "../rooms/facts.js";
import { tellStay } from "../rooms/finish.js";
import { language, onLanguage, startLanguages } from "../rooms/languages.js";
import { Link } from "../rooms/link.js";
import { onPress } from "../rooms/press.js";
import { empty, fold } from "../rooms/reducer.js";
import { Conversation } from "../rooms/render.js";
import { Teller } from "../rooms/teller.js";
import { sentence } from "../rooms/words.js";
import { Desk } from "./desk.js";
import { Ending } from "./ending.js";
import { Flags } from "./flags.js";
import { Hands } from "./hands.js";
import { Talks } from "./talks.js";

const PHASES = ["arriving", "open", "pause", "closing", "staying", "closed"];
const REASONS = ["stop", "resting"];
const LAST_BURST = 23;
const PATIENCE = 20_000;

class Console {
  #root = document.getElementById("desk");
  #state = empty();
  #waiting = null;

  constructor() {
    this.link = new Link({
      line: (news) => this.#line(news),
      frame: (frame) => this.#frame(frame),
      refused: (code) => this.#tell(code),
    });
    this.desk = new Desk(this.#find("#seats"), (json) => this.#do(json), (message) => this.composer.answer(message));
    this.composer = new Composer(this.#find("#say"), (json, text) => this.link.command(json, text));
    this.conversation = new Conversation(this.#find("#log"), {
      newer: this.#find("#newer"),
      decorate: (...what) => this.desk.decorate(...what),
    });
    this.#reaching();
    this.#wire();
  }

  #reaching() {
    const teller = new Teller(this.#find("#desk-told"));
    const soon = (json) => this.#do(json, "", true);
    const command = (json, text) => this.link.command(json, text, true);
    this.talks = new Talks(this.#find("#talks"), { say: command, act: soon }, teller);
    this.hands = new Hands(this.#root, soon, teller);
    this.flags = new Flags(this.#root, teller);
    this.ending = new Ending(this.#root, {
      command,
      tell: (code) => this.#tell(code),
      toWaiting: () => this.talks.goToWaiting(this.#state.contacts),
    });
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  #wire() {
    onPress(this.#root, "act", {
      open: () => this.#do({ k: "room:open" }),
      stop: () => this.#do({ k: "room:stop" }, "", true),
      again: () => this.#again(),
      "one-voice": () => this.#do({ k: "voice:one", on: !this.#state.one }),
      "to-late": () => this.talks.goToLate(),
      "end-turn": () => this.#do({ k: "turn:end" }),
    });
    onLanguage((lang) => this.conversation.quietly(() => this.composer.write(lang)));
    document.addEventListener("forum:leaving", () => this.#end());
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  }

  /** Connects at once: whoever sees this page has signed in. */
  start() {
    startLanguages();
    settleFacts();
    this.composer.write(language());
    this.composer.shut("no-voice-yet");
    this.link.ready.then(() => this.#connect(), () => this.#tell("no-worker"));
  }

  #connect() {
    const { session, beat } = this.#root.dataset;
    this.link.connect({ audience: "desk", auth: { session }, beat: Number(beat) });
  }

  #again() {
    know({ elsewhere: false });
    this.link.again();
  }

  #line({ up, elsewhere }) {
    if (this.#state.phase === "closed") return;
    know({ lost: !up && !elsewhere, elsewhere });
    if (elsewhere) this.#elsewhere();
    else if (!up) this.#waiting ??= setTimeout(() => this.#lostForLong(), PATIENCE);
  }

  #elsewhere() {
    this.#waitNoMore();
    this.#hide();
  }

  #waitNoMore() {
    clearTimeout(this.#waiting);
    this.#waiting = null;
  }

  #lostForLong() {
    know({ "lost-long": true });
    this.#hide();
  }

  // Nothing tells this page what is taken back meanwhile, or whether its moderator has signed out. Drafts stay.
  #hide() {
    this.#state = { ...this.#state, messages: [], asides: {}, contacts: {} };
    this.conversation.quietly(() => this.conversation.empty());
    this.talks.hide();
  }

  #frame(frame) {
    this.#waitNoMore();
    this.#state = fold(this.#state, frame);
    if (frame.beat.b === undefined) this.#draw(frame.beat);
    else if (frame.beat.b === LAST_BURST) this.conversation.quietly(() => this.#draw(frame.beat));
  }

  #draw(beat) {
    const { phase, why, messages, seats } = this.#state;
    if (one("phase", phase, PHASES) && phase === "staying") tellStay(this.#root, this.#state.left);
    one("why", phase === "pause" ? why : "", REASONS);
    know({ connected: true, lost: false, "lost-long": false, bare: messages.length === 0, seats: seats.length > 0 });
    if (phase === "closed") return this.#end();
    know({ few: beat.s === 0, some: beat.s > 0 });
    this.#count("number", beat.s);
    this.composer.shut(null);
    this.composer.know(this.#state);
    this.conversation.show(this.#state);
    this.#show();
  }

  #show() {
    for (const part of [this.desk, this.talks, this.hands, this.flags, this.ending]) part.show(this.#state);
  }

  #count(name, value) {
    for (const place of this.#root.querySelectorAll(`[data-${name}]`)) place.textContent = String(value);
  }

  async #do(json, text = "", urgent = false) {
    this.#tell(null);
    const answer = await this.link.command(json, text, urgent);
    if (!answer.done) this.#tell(answer.code);
    return answer.done;
  }

  #tell(code) {
    const line = this.#find("#desk-fault");
    line.replaceChildren(...(code ? [sentence(code)] : []));
    line.hidden = !code;
  }

  #end() {
    this.#waitNoMore();
    this.link.end();
    this.#state = { ...empty(), phase: "closed" };
    know({ connected: false, few: false, some: false, seats: false });
    this.composer.empty();
    this.conversation.quietly(() => this.conversation.empty());
    this.#show();
  }
}

new Console().start();
