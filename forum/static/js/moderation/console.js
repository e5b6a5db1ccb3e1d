/** The desk: what a moderator sees of a room and does in it. */

import { Composer, fault } from "../rooms/composer.js";
import { Desk } from "../rooms/desk.js";
import { know, one, settleFacts } from "../rooms/facts.js";
import { language, onLanguage, startLanguages } from "../rooms/languages.js";
import { Link } from "../rooms/link.js";
import { onPress } from "../rooms/press.js";
import { empty, fold } from "../rooms/reducer.js";
import { Conversation } from "../rooms/render.js";
import { sentence } from "../rooms/words.js";

const PHASES = ["arriving", "open", "pause", "closing", "closed"];
const REASONS = ["stop", "resting"];
const LAST_BURST = 23;

class Console {
  #root = document.getElementById("desk");
  #state = empty();

  constructor() {
    this.link = new Link({
      line: (news) => this.#line(news),
      frame: (frame) => this.#frame(frame),
      refused: (code) => this.#tell(code),
    });
    this.desk = new Desk(this.#find("#seats"), (json) => this.#do(json));
    this.composer = new Composer(this.#find("#say"), (json, text) => this.link.command(json, text));
    this.conversation = new Conversation(this.#find("#log"), {
      newer: this.#find("#newer"),
      decorate: (...what) => this.desk.decorate(...what),
    });
    this.#wire();
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  #wire() {
    onPress(this.#root, "act", {
      open: () => this.#do({ k: "room:open" }),
      stop: () => this.#do({ k: "room:stop" }, "", true),
      close: () => this.#do({ k: "room:close" }),
      again: () => this.#again(),
    });
    this.#find("#closing").addEventListener("submit", (event) => this.#startClosing(event));
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
    if (this.#state.phase !== "closed") know({ lost: !up && !elsewhere, elsewhere });
  }

  #frame(frame) {
    this.#state = fold(this.#state, frame);
    if (frame.beat.b === undefined) this.#draw(frame.beat);
    else if (frame.beat.b === LAST_BURST) this.conversation.quietly(() => this.#draw(frame.beat));
  }

  #draw(beat) {
    const { phase, why, messages, seats } = this.#state;
    one("phase", phase, PHASES);
    one("why", phase === "pause" ? why : "", REASONS);
    know({ connected: true, lost: false, bare: messages.length === 0, seats: seats.length > 0 });
    if (phase === "closed") return this.#end();
    know({ few: beat.s === 0, some: beat.s > 0 });
    for (const number of this.#root.querySelectorAll("[data-number]")) number.textContent = String(beat.s);
    this.composer.shut(null);
    this.composer.know(this.#state);
    this.conversation.show(this.#state);
    this.desk.show(this.#state);
  }

  async #startClosing(event) {
    event.preventDefault();
    const words = this.#find("#closing-words");
    const text = words.value.normalize("NFC").trim();
    const code = text ? fault(text) : null;
    if (code) return this.#tell(code);
    if (await this.#do({ k: "room:end", lang: language() }, text)) words.value = "";
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
    this.link.end();
    this.#state = { ...empty(), phase: "closed" };
    know({ connected: false, few: false, some: false, seats: false });
    this.composer.empty();
    this.conversation.quietly(() => this.conversation.empty());
    this.desk.show(this.#state);
    this.#find("#closed").focus();
  }
}

new Console().start();
