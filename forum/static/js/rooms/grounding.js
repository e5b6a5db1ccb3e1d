/** Breathing in one's own pace: drawn where movement is welcome, counted in words where it is not; never a sound. */

import { onPress } from "./press.js";

const SECOND = 1000;

export class Breathing {
  #part;
  #pace;
  #timer = null;
  #second = 0;

  constructor(part) {
    this.#part = part;
    this.#pace = part.querySelector("#breath-pace");
    onPress(part, "breath", { start: () => this.#start(), stop: () => this.#stop() });
    this.#pace.addEventListener("change", () => this.#timer && this.#start());
    // Nothing goes on where nobody sees it.
    part.closest("details").addEventListener("toggle", ({ target }) => target.open || this.#stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.#stop());
    document.addEventListener("forum:quiet", ({ detail }) => detail.on && this.#stop());
    document.addEventListener("forum:leaving", () => this.#stop());
    this.#show();
  }

  #start() {
    clearInterval(this.#timer);
    this.#second = 0;
    this.#timer = setInterval(() => this.#count(), SECOND);
    this.#show();
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#show();
  }

  #count() {
    const [into, out] = this.#seconds();
    this.#second = (this.#second + 1) % (into + out);
    this.#show();
  }

  #seconds() {
    return this.#pace.value.split("-").map(Number);
  }

  #show() {
    const [into, out] = this.#seconds();
    const going = this.#timer !== null;
    const inward = this.#second < into;
    const count = (inward ? this.#second : this.#second - into) + 1;
    this.#part.dataset.breath = going ? (inward ? "in" : "out") : "";
    this.#part.style.setProperty("--breath", `${inward ? into : out}s`);
    this.#part.querySelector("[data-breath-count]").textContent = going ? String(count) : "";
    for (const words of this.#part.querySelectorAll("[data-breathe]")) {
      words.hidden = words.dataset.breathe !== (going ? (inward ? "in" : "out") : "");
    }
    this.#part.querySelector('[data-breath="start"]').hidden = going;
    this.#part.querySelector('[data-breath="stop"]').hidden = !going;
  }
}
