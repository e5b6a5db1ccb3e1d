/** The room's page: which screen is there, and who hears what. */

import { Acts } from "./acts.js";
import { Arrival, codeInAddress } from "./arrive.js";
import { Aside } from "./aside.js";
import { Composer } from "./composer.js";
import { Cover } from "./cover.js";
import { startDetails } from "./details/start.js";
import { know, one, settleFacts } from "./facts.js";
import { Finish, tellStay } from "./finish.js";
import { Breathing } from "./grounding.js";
import { startJumps } from "./jump.js";
import { language, onLanguage, startLanguages } from "./languages.js";
import { Link } from "./link.js";
import { MutedPanel } from "./muted_panel.js";
import { onPress } from "./press.js";
import { Reader } from "./reader.js";
import { empty, fold } from "./reducer.js";
import { Conversation } from "./render.js";
import { SeatControls } from "./seat.js";
import { startView } from "./view.js";

const SCREENS = ["loading", "code", "ticket", "room", "closed-seat", "ended", "elsewhere", "stopped", "mismatch"];
const LANGUAGES = ["en", "cy"];
const PHASES = ["arriving", "open", "pause", "closing", "staying", "closed"];
const REASONS = ["stop", "resting"];
const LAST_BURST = 23;
const PATIENCE = 20_000;

class Page {
  #root = document.getElementById("room");
  #state = empty();
  #waiting = null;
  #epoch = "";
  #fresh = false;

  constructor() {
    this.link = new Link({ line: (news) => this.#line(news), frame: (frame) => this.#frame(frame), refused: () => {} });
    const command = (json, text) => this.link.command(json, text);
    this.composer = new Composer(this.#root.querySelector("#say"), command);
    startDetails(this.composer, this.#root.querySelector("#say"), this.#root.dataset.details === "stop");
    this.seat = new SeatControls(this.#root, command, this.composer, (id) => this.conversation.spoken.tell(id));
    this.reader = new Reader(() => this.#chosen());
    this.conversation = new Conversation(this.#root.querySelector("#log"), {
      newer: this.#root.querySelector("#newer"),
      decorate: (...what) => this.acts.decorate(...what),
      reader: this.reader,
    });
    this.acts = this.#acts();
    this.muted = new MutedPanel(this.#root.querySelector("#muted"), this.reader);
    this.aside = new Aside(this.#root, (json, text) => this.link.command(json, text, true));
    this.arrival = this.#arrival();
    this.cover = new Cover();
    this.finish = new Finish(this.#root, () => this.cover.cover());
    this.#wire();
  }

  #acts() {
    const { composer, conversation, reader } = this;
    return new Acts(this.#root.querySelector("#log"), { ask: (json) => this.seat.ask(json), composer, conversation, reader });
  }

  #chosen() {
    this.conversation.again();
    this.muted.show();
  }

  #arrival() {
    return new Arrival(this.#root.querySelector("#arrive"), this.#root.dataset, {
      ready: this.link.ready,
      show: (screen) => this.#show(screen),
      seated: (hand) => this.#seated(hand),
      stop: () => this.#stop(),
    });
  }

  #wire() {
    onLanguage((lang) => this.#speak(lang));
    this.#speak(language());
    this.#press("#here-again", () => this.#takeOver());
    onPress(this.#root, "act", { "door-again": () => this.#comeAgain(), explained: () => this.#explained() });
    document.addEventListener("forum:leaving", () => {
      this.arrival.empty();
      this.#end("loading");
    });
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  }

  #speak(lang) {
    one("lang", lang, LANGUAGES);
    this.conversation.quietly(() => this.composer.write(lang));
  }

  #press(selector, act) {
    this.#root.querySelector(selector).addEventListener("click", act);
  }

  /** Shows the first screen: the room for somebody who has a seat, else the code. */
  start() {
    startLanguages();
    startView();
    startJumps();
    new Breathing(this.#root.querySelector("#breathing"));
    if (!isSecureContext || !crypto.subtle) return this.#show("stopped");
    if (this.#root.dataset.seated !== "yes") return this.#begin();
    codeInAddress();
    this.link.ready.then(() => this.#seated(null), () => this.#worthless());
  }

  #begin() {
    // Whoever comes from the page before this one has read it there; not every browser tells.
    know({ straight: globalThis.navigation?.activation?.from?.url !== new URL(".", location).href });
    this.#show("code");
    this.arrival.begin();
  }

  #worthless() {
    this.#begin();
    this.arrival.refuse("no-worker");
  }

  // Somebody shows this page another list, or another locker, than everybody else: it must not say one word more.
  #stop() {
    this.arrival.stop();
    this.#end("mismatch");
  }

  #seated(hand) {
    this.#fresh = hand !== null;
    this.seat.hold(hand);
    this.cover.begin();
    know({ connecting: true });
    this.#show("room");
    // They pressed "come in" and that button is gone; after a mere reload the focus is left where it is.
    if (hand) this.#root.querySelector("#room-title").focus({ preventScroll: true });
    if (hand) scrollTo(0, 0);
    const { session, beat } = this.#root.dataset;
    this.link.connect({ audience: "floor", auth: { session }, beat: Number(beat) });
    this.#wait();
  }

  #line({ up, elsewhere }) {
    know({ lost: !up });
    if (elsewhere) this.#elsewhere();
    else if (!up) this.#wait();
  }

  // A seat that cannot be reached for a while: only then may the page ask at the door again, if the person wants.
  #wait() {
    this.#waiting ??= setTimeout(() => this.#lostForLong(), PATIENCE);
  }

  // Nothing tells this page whether words were taken back meanwhile, or the room is over: a burst brings what is left.
  #lostForLong() {
    know({ "lost-long": true, blocked: this.#epoch === "" });
    this.#hide();
    // Nobody in the room can be reached from here just now: who else there is to talk to comes to the front.
    this.#root.querySelector("#support").open = true;
  }

  #waitNoMore() {
    clearTimeout(this.#waiting);
    this.#waiting = null;
  }

  // The door ends whatever line the seat has. Should ours have come back by itself, that would look like another page.
  async #comeAgain() {
    if (!this.arrival.hand.tonight) return location.reload();
    this.seat.refuse(null);
    this.link.rest();
    try {
      await this.arrival.reopen();
    } catch ({ code }) {
      if (code === "removed") return this.#end("closed-seat");
      if (code === "closed") return this.#end("ended");
      this.seat.refuse(code ?? "server-fault");
    }
    this.link.again();
  }

  #elsewhere() {
    this.#waitNoMore();
    this.#hide();
    this.#show("elsewhere");
  }

  #takeOver() {
    this.#show("room");
    this.link.again();
  }

  #frame(frame) {
    this.#meet(frame.beat.e);
    this.#state = fold(this.#state, frame);
    this.#waitNoMore();
    if (frame.beat.b === undefined) this.#draw(frame.beat);
    else if (frame.beat.b === LAST_BURST) this.conversation.quietly(() => this.#draw(frame.beat));
  }

  // Another epoch is another room: the server was started again and knows nothing of what was said.
  #meet(epoch) {
    if (epoch === this.#epoch) return;
    const afresh = this.#epoch !== "";
    this.#epoch = epoch;
    this.#state = empty();
    // Names are drawn anew: under a name that was hidden somebody else speaks.
    know({ afresh, unhidden: this.reader.forgetVoices() });
    this.muted.show();
  }

  #draw(beat) {
    const { phase, why, self, messages } = this.#state;
    if (self.removed) return this.#end("closed-seat");
    if (phase === "closed") return this.#end("ended");
    this.#turnTo(phase, why);
    one("why", phase === "pause" ? why : "", REASONS);
    if (know({ connecting: false, lost: false, "lost-long": false, blocked: false })) this.seat.refuse(null);
    know({ bare: messages.length === 0 });
    know({ few: beat.s === 0, some: beat.s > 0 });
    for (const number of this.#root.querySelectorAll(".room-head [data-number]")) number.textContent = String(beat.s);
    this.composer.shut(shutBy(this.#state));
    this.composer.know(this.#state);
    this.seat.show(this.#state);
    this.conversation.silence(Boolean(self.paused), "pause");
    // Told before it is first needed, and not again to somebody who comes back to this seat.
    if (this.#fresh) know({ explain: !self.c });
    this.#fresh = false;
    this.aside.show(this.#state);
    this.conversation.show(this.#state);
  }

  // Who needs somebody now finds support open, and who stays knows until when.
  #turnTo(phase, why) {
    const alone = why === "resting" || phase === "staying";
    if (know({ alone }) && alone) this.#root.querySelector("#support").open = true;
    if (one("phase", phase, PHASES) && phase === "staying") tellStay(this.#root, this.#state.left);
  }

  #explained() {
    know({ explain: false });
    this.#root.querySelector("#room-title").focus({ preventScroll: true });
  }

  #hide() {
    this.#state = empty();
    this.aside.empty();
    this.conversation.quietly(() => this.conversation.empty());
  }

  #end(screen) {
    this.link.end();
    this.aside.end();
    this.#waitNoMore();
    this.composer.empty();
    this.seat.end();
    one("phase", "", PHASES);
    one("why", "", REASONS);
    this.#hide();
    this.muted.empty();
    this.#root.querySelector("#support").open = true;
    this.#show(screen);
    scrollTo(0, 0);
  }

  #show(screen) {
    this.#root.dataset.state = screen;
    one("screen", screen, SCREENS);
    settleFacts();
  }
}

// Why nothing that is written can go now, or null.
function shutBy({ phase, one: inTurn, self }) {
  if (self.muted) return "muted";
  if (phase === "pause") return "not-open-again";
  if (phase !== "open" && phase !== "closing") return "not-open-yet";
  return inTurn && !self.turn ? "not-your-turn" : null;
}

new Page().start();
