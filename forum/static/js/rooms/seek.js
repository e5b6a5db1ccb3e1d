/** The locker, which every page fetches whole as it loads, whether or not somebody will have words for it. */

import { fetchBoxes, openBoxes, readSecret } from "../attendance/locker.js";
import { AttendanceError } from "../attendance/refusal.js";
import { same } from "../attendance/bytes.js";
import { loadWords } from "../attendance/words.js";

const PATIENCE = 30_000;

// A server that never answers must not hold anybody at the door for ever.
function patiently(url, request) {
  return fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE) });
}

export class Seeker {
  #place;
  #list;
  #boxes;

  /** Begins to fetch. */
  constructor(place) {
    this.#place = place;
    this.#list = loadWords(place.wordsUrl, patiently);
    this.#boxes = place.locker === "yes" ? this.#fetched() : Promise.resolve(null);
    for (const pending of [this.#list, this.#boxes]) pending.catch(() => {});
  }

  /** The list of words, if it came, once nothing is on its way any more; broken only by a locker that is not the one it should be. */
  async settled() {
    const [list, boxes] = await Promise.allSettled([this.#list, this.#boxes]);
    if (boxes.reason?.code === "keylist-mismatch") throw boxes.reason;
    return list.value ?? null;
  }

  /** The list of words, fetched once more if it did not come. */
  async list() {
    this.#list = this.#list.catch((fault) => fault.again());
    this.#list.catch(() => {});
    return this.#list;
  }

  /** The tickets in the box that these words or digits open, with the secret that they are. */
  async find(typed) {
    const secret = readSecret(typed, await this.list());
    const tickets = (await this.#opened(secret)) ?? (await this.#openedAfresh(secret));
    if (!tickets) throw new AttendanceError("no-box-opens");
    return { tickets, secret };
  }

  async #opened(secret) {
    const boxes = await this.#boxes.catch(() => null);
    return boxes && openBoxes(boxes, secret, this.#place.keylistDigest);
  }

  // There may be a newer edition by now.
  async #openedAfresh(secret) {
    const before = await this.#boxes.catch(() => null);
    this.#boxes = this.#fetched();
    const boxes = await this.#boxes;
    if (!boxes || (before && same(before, boxes))) return null;
    return openBoxes(boxes, secret, this.#place.keylistDigest);
  }

  #fetched() {
    const { lockerUrl, lockersUrl } = this.#place;
    return fetchBoxes(lockerUrl, lockersUrl, { fetcher: patiently });
  }
}
