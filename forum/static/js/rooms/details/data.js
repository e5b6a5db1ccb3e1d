/** The check of this page: its patterns and the coordinator's list came with it. */

import { checker } from "./check.js";

let ready = null;

function made() {
  const { patterns, places } = JSON.parse(document.getElementById("details").textContent);
  const check = checker(patterns);
  return (text, lang) => check(text, lang, places);
}

/** What in a text could tell who wrote it. */
export function details(text, lang) {
  ready ??= made();
  return ready(text, lang);
}
