// Leaving quickly: hides the page at once, tells the server without waiting for it, and goes to a plain page.
// The link works without this file; this adds speed, a key, and a page that can be used again on coming back.

import { LIMIT_MS, PRESSES, ShiftCounter } from "./shift.js";

const link = document.getElementById("leave");
const status = document.getElementById("leave-status");
const cover = document.querySelector(".leave-cover");
const words = link ? JSON.parse(link.dataset.words) : {};
const counter = new ShiftCounter({ onCount: counted, onExpire: expired });

function sentence(key) {
  return (words[document.documentElement.lang] ?? words.en)[key];
}

function say(key) {
  status.textContent = key ? sentence(key) : "";
}

/** Hides everything in this same task, ends whatever runs, and replaces this page in the history. */
export function leave() {
  say("");
  document.documentElement.classList.add("leaving");
  // Set after it is shown, so that it is spoken.
  cover.textContent = sentence("loading");
  // The room listens for this: it ends its worker and empties what a screen reader might still say.
  document.dispatchEvent(new CustomEvent("forum:leaving"));
  try {
    // The answer points to another site, which must not be asked from here.
    fetch("/leave", { keepalive: true, redirect: "manual", credentials: "same-origin" }).catch(() => {});
  } finally {
    window.location.replace(link.dataset.exit);
  }
}

/** Makes the page usable again for somebody who came back with the browser's own button. */
function restore() {
  document.documentElement.classList.remove("leaving");
  cover.textContent = "";
  counter.reset();
  say("");
}

function counted(count) {
  if (count >= PRESSES) leave();
  else say(["", "two", "one"][count]);
}

function expired() {
  say("expired");
  setTimeout(() => counter.count || say(""), LIMIT_MS);
}

/** A keyboard on the screen sends Shift while people type, so the key is off where touch comes first. */
function hasKeyboard() {
  return !window.matchMedia("(hover: none) and (pointer: coarse)").matches;
}

function listenForShift() {
  document.addEventListener("keydown", (event) => counter.down(event.key, event.repeat), true);
  document.addEventListener("keyup", (event) => counter.up(event.key), true);
  document.addEventListener("pointerdown", () => counter.broken(), true);
}

if (link && cover && status) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  window.addEventListener("pageshow", restore);
  if (hasKeyboard()) listenForShift();
}
