/** The line to the room: one steady tick up, one frame down, over one WebSocket. */

import { decodeDown, encodeUp } from "./frames.js";
import { Commands } from "./queue.js";
import { randomPhase, steady } from "./schedule.js";
import { Silence } from "./silence.js";

const OPTIONS = {
  transports: ["websocket"],
  upgrade: false,
  reconnectionDelay: 1000,
  reconnectionDelayMax: 8000,
  randomizationFactor: 0.5,
  timeout: 10000,
};

const NAMESPACES = { floor: "/room", desk: "/desk" };
const AGAIN = 4000;

export class Line {
  #seen = { epoch: "", frame: 0 };
  #socket;
  #commands;
  #silence;
  #audience;
  #tell;
  #later;
  #taken = false;

  /** Connects at once; `tell` hears of the line, of frames and of answers. */
  constructor(io, { audience, auth, beat }, tell) {
    this.#audience = audience;
    this.#tell = tell;
    this.#commands = new Commands();
    this.#silence = new Silence(beat);
    this.#socket = io(NAMESPACES[audience], { ...OPTIONS, auth });
    this.#listen();
    this.#keepTime(beat * 1000);
  }

  /** Sends a command with one of the next ticks, and again until it is answered. */
  command(command) {
    this.#commands.push(command, command.urgent);
  }

  /** Rests until `again`: whoever asks at the door anew must not be met there by their own line. */
  rest() {
    clearTimeout(this.#later);
    this.#socket.disconnect();
  }

  /** Takes the seat back from a newer page, or goes on after a rest. */
  again() {
    this.#socket.connect();
  }

  #listen() {
    this.#socket.on("connect", () => this.#up());
    this.#socket.on("disconnect", (reason) => this.#down(reason));
    this.#socket.on("connect_error", () => this.#refused());
    this.#socket.on("frame:sent", (base64) => this.#hear(base64));
  }

  #up() {
    this.#silence.begin();
    this.#commands.again(this.#taken);
    this.#taken = false;
    this.#tell({ is: "line", up: true });
  }

  #down(reason) {
    this.#silence.begin();
    // Only a newer page of the same seat makes the server say goodbye; two pages must not fight over it.
    this.#taken = reason === "io server disconnect";
    this.#tell({ is: "line", up: false, elsewhere: this.#taken });
  }

  // A door that says no is asked again after a while; a line that breaks is mended by the library itself.
  #refused() {
    this.#silence.begin();
    this.#tell({ is: "line", up: false });
    if (!this.#socket.active) this.#later = setTimeout(() => this.#socket.connect(), AGAIN + Math.random() * AGAIN);
  }

  #keepTime(beat) {
    steady({
      beat,
      phase: randomPhase(beat),
      now: () => performance.now(),
      later: (ring, wait) => setTimeout(ring, wait),
      tick: () => this.#tick(),
    });
  }

  #tick() {
    // Only its engine ends: then the library makes a new line, and its burst brings what is left.
    if (this.#silence.tick()) this.#socket.io.engine.close();
    if (!this.#socket.connected) return;
    this.#socket.emit("frame:send", encodeUp(this.#seen, this.#commands.next()));
  }

  #hear(base64) {
    this.#silence.heard();
    const frame = readable(base64, this.#audience);
    if (!frame) return;
    this.#seen = { epoch: frame.beat.e, frame: frame.beat.f };
    this.#tell({ is: "frame", frame });
    for (const record of frame.own) this.#answer(this.#commands.hear(record));
    if (frame.beat.b === undefined) this.#commands.welcome();
  }

  #answer(answer) {
    if (answer) this.#tell({ is: "answer", ...answer });
  }
}

function readable(base64, audience) {
  try {
    return decodeDown(base64, audience);
  } catch {
    return null;
  }
}
