/** The page's end of the Worker: starts it, sends orders, hands on what it tells. */

const WORKER = "/static/js/rooms/worker.js";

function workerAddress() {
  if (!globalThis.trustedTypes) return WORKER;
  const policy = globalThis.trustedTypes.createPolicy("forum-worker", { createScriptURL: onlyTheWorker });
  return policy.createScriptURL(WORKER);
}

function onlyTheWorker(address) {
  if (address !== WORKER) throw new TypeError("not the worker");
  return WORKER;
}

export class Link {
  #worker = new Worker(workerAddress(), { type: "module", name: "room" });
  #answers = new Map();
  #refs = 0;
  #heard;

  /** `heard` gets the news: `line({up, elsewhere})`, `frame(frame)`, `refused(code)`; `ready` settles once all scripts are loaded. */
  constructor(heard) {
    this.#heard = heard;
    this.ready = new Promise((resolve, reject) => {
      this.#worker.addEventListener("error", () => reject(Object.assign(new Error(), { code: "no-worker" })));
      this.#worker.addEventListener("message", ({ data }) => this.#hear(data, resolve));
    });
    this.ready.catch(() => {});
  }

  #hear(news, ready) {
    if (news.is === "ready") ready();
    else if (news.is === "answer") this.#settle(news);
    else if (news.is === "line") this.#heard.line(news);
    else if (news.is === "frame") this.#heard.frame(news.frame);
  }

  #settle({ ref, ...answer }) {
    if (ref === null) this.#heard.refused(answer.code);
    this.#answers.get(ref)?.(answer);
    this.#answers.delete(ref);
  }

  /** Opens the line: `{audience, auth, beat}`. */
  connect(order) {
    this.#worker.postMessage({ do: "connect", ...order });
  }

  /** Sends one command; the promise holds `{done, code}` once the room has answered. */
  command(json, text = "", urgent = false) {
    const ref = (this.#refs += 1);
    this.#worker.postMessage({ do: "command", ref, json, text, urgent });
    return new Promise((resolve) => this.#answers.set(ref, resolve));
  }

  /** Rests until `again`. */
  rest() {
    this.#worker.postMessage({ do: "rest" });
  }

  /** Takes the seat back from a newer page, or goes on after a rest. */
  again() {
    this.#worker.postMessage({ do: "again" });
  }

  /** Ends the Worker at once. */
  end() {
    this.#worker.terminate();
  }
}
