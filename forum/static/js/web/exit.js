// Leaving quickly: hides the page at once, tells the server without waiting for it, and goes to a plain page.
// The link works without this file; this adds speed, a key, and a page that can be used again on coming back.

import { LIMIT_MS, PRESSES, ShiftCounter, fromRealKeyboard } from "./shift.js";

const link = document.getElementById("leave");
const status = document.getElementById("leave-status");
const cover = document.querySelector(".leave-cover");
const words = link ? JSON.parse(link.dataset.words) : {};
const counter = new ShiftCounter({ onCount: counted, onExpire: expired });
let touched = false;
let saying = null;

function sentence(key) {
  return (words[document.documentElement.lang] ?? words.en)[key];
}

function say(key) {
  clearTimeout(saying);
  status.textContent = key ? sentence(key) : "";
}

// Drawn, not spoken: how many of the three presses have been counted.
function light(count) {
  if (count) link.dataset.count = count;
  else delete link.dataset.count;
}

/** Hides everything in this same task, ends whatever runs, and replaces this page in the history. */
export function leave() {
  document.documentElement.classList.add("leaving");
  try {
    quiet();
    // The answer points to another site, which must not be asked from here.
    fetch("/leave", { keepalive: true, redirect: "manual", credentials: "same-origin" }).catch(() => {});
  } finally {
    window.location.replace(link.dataset.exit);
  }
}

function quiet() {
  say("");
  // Set after it is shown, so that it is spoken.
  cover.textContent = sentence("loading");
  // The room listens for this: it ends its worker and empties what a screen reader might still say.
  document.dispatchEvent(new CustomEvent("forum:leaving"));
}

/** Makes the page usable again for somebody who came back with the browser's own button. */
function restore() {
  document.documentElement.classList.remove("leaving");
  cover.textContent = "";
  counter.reset();
  light(0);
  say("");
}

function counted(count) {
  light(count);
  if (count >= PRESSES) leave();
  else say(["", "two", "one"][count]);
}

function expired() {
  light(0);
  say("expired");
  saying = setTimeout(say, LIMIT_MS);
}

// Asked at every key: a tablet gets a keyboard, and loses it again, while the page is open.
function counts(event) {
  const writing = event.target.matches?.("input, textarea, [contenteditable]") ?? false;
  const touchFirst = window.matchMedia("(hover: none) and (pointer: coarse)").matches;
  return fromRealKeyboard(event, { touchFirst, touched, writing });
}

function pressed({ pointerType }) {
  touched = pointerType === "touch";
  counter.broken();
}

function down(event) {
  if (counts(event)) counter.down(event.key, event.repeat, event.ctrlKey || event.altKey || event.metaKey);
}

function listenForShift() {
  document.addEventListener("keydown", down, true);
  document.addEventListener("keyup", (event) => counts(event) && counter.up(event.key), true);
  document.addEventListener("pointerdown", pressed, true);
  // Where the key comes up in another window, this one never hears of it.
  window.addEventListener("blur", () => counter.broken());
}

if (link && cover && status) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  window.addEventListener("pageshow", restore);
  listenForShift();
}
