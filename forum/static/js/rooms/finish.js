/** "I must finish by": the page says so gently before that time, and covers itself when it has come. */

import { know } from "./facts.js";
import { onPress } from "./press.js";

const MINUTE = 60_000;
const NEAR = 5 * MINUTE;
const MORE = 10 * MINUTE;
const HALF_A_DAY = 12 * 60 * MINUTE;
const LOOK = 5_000;

/** The next moment at which clocks show `time` ("20:30"), or null if that is more than half a day ahead. */
export function nextAt(time, now) {
  const [hours, minutes] = time.split(":").map(Number);
  const due = new Date(now);
  due.setHours(hours, minutes, 0, 0);
  if (due <= now) due.setDate(due.getDate() + 1);
  return due - now <= HALF_A_DAY ? due.getTime() : null;
}

/** Shows until about when somebody stays who has so many minutes left: a clock goes on where a number would not. */
export function tellStay(root, minutes) {
  const until = Math.round((Date.now() + minutes * MINUTE) / NEAR) * NEAR;
  for (const place of root.querySelectorAll("[data-stay]")) place.textContent = clock(until);
}

/** How a clock shows this moment. */
function clock(moment) {
  const date = new Date(moment);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

export class Finish {
  #root;
  #field;
  #cover;
  #due = null;
  #over = false;

  /** `cover()` covers the page. */
  constructor(root, cover) {
    this.#root = root;
    this.#cover = cover;
    this.#field = root.querySelector("#finish-by");
    this.#field.addEventListener("change", () => this.#chosen());
    onPress(root, "finish", { more: () => this.#set(Math.max(this.#due, Date.now()) + MORE), never: () => this.#set(null) });
    setInterval(() => this.#look(), LOOK);
  }

  #chosen() {
    const due = this.#field.value ? nextAt(this.#field.value, Date.now()) : null;
    know({ "finish-odd": this.#field.value !== "" && due === null });
    this.#set(due, this.#field.value);
  }

  #set(due, shown = due === null ? "" : clock(due)) {
    this.#due = due;
    this.#over = false;
    this.#field.value = shown;
    for (const place of this.#root.querySelectorAll("[data-finish-time]")) place.textContent = due === null ? "" : clock(due);
    know({ "finish-set": due !== null });
    this.#look();
  }

  #look() {
    const left = this.#due === null ? Infinity : this.#due - Date.now();
    const come = left <= 0 && !this.#over;
    this.#over ||= left <= 0;
    know({ "finish-near": left <= NEAR && !this.#over, "finish-over": this.#over });
    if (come) this.#cover();
  }
}
