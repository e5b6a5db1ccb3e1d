/** The locker, which every page fetches whole as it loads, whether or not somebody will have words for it. */

import { fetchBoxes, openBoxes, readSecret } from "../attendance/locker.js";
import { AttendanceError } from "../attendance/refusal.js";
import { loadWords } from "../attendance/words.js";

const PATIENCE = 30_000;
const FRESH = 300_000;

// A server that never answers must not hold anybody at the door for ever.
function patiently(url, request) {
  return fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE) });
}

export class Seeker {
  #place;
  #list;
  #boxes = Promise.resolve(null);
  // When it was fetched, and whether doors were open then: while they are not, boxes still wait to be shown.
  #since = 0;
  #late = false;

  /** Begins to fetch. */
  constructor(place) {
    this.#place = place;
    this.#list = loadWords(place.wordsUrl, patiently);
    this.#list.catch(() => {});
    if (place.locker === "yes") this.#fetch();
  }

  /** The list of words, if it came, once nothing is on its way any more; broken only by a locker that is not the one it should be. */
  async settled() {
    const [list, boxes] = await Promise.allSettled([this.#list, this.#boxes]);
    if (boxes.reason?.code === "keylist-mismatch") throw boxes.reason;
    return list.value ?? null;
  }

  /** Fetches the locker once more if it is old or did not come: for every way in alike, whatever somebody has typed. */
  async renew() {
    const fault = await this.#boxes.then(() => null, (fault) => fault);
    if (fault?.code === "keylist-mismatch") return;
    const old = Math.abs(Date.now() - this.#since) > FRESH;
    if (fault || old || !this.#late) this.#fetch();
  }

  /** The list of words, fetched once more if it did not come. */
  async list() {
    this.#list = this.#list.catch((fault) => fault.again());
    this.#list.catch(() => {});
    return this.#list;
  }

  /** The secret that these words or digits are; nothing is asked for but the list of words, if it did not come. */
  async read(typed) {
    return readSecret(typed, await this.list());
  }

  /** The tickets in the box that this secret opens. A miss asks for nothing: the door would learn that words were tried. */
  async find(secret) {
    const boxes = await this.#boxes;
    const tickets = boxes && (await openBoxes(boxes, secret, this.#place.keylistDigest));
    if (!tickets) throw new AttendanceError("no-box-opens");
    return tickets;
  }

  #fetch() {
    const { lockerUrl, lockersUrl } = this.#place;
    this.#since = Date.now();
    this.#late = this.#place.open === "yes";
    this.#boxes = fetchBoxes(lockerUrl, lockersUrl, { fetcher: patiently });
    this.#boxes.catch(() => {});
  }
}
