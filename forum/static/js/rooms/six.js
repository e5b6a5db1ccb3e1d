/** One secret in its two forms: six words to write down, or the same as 24 digits in fours. */

import { asDigits, asWords, readSecret } from "../attendance/locker.js";

/** Shows the secret below `root`; without the list of words, as digits only. */
export function reveal(root, secret, list) {
  const words = list ? asWords(secret, list) : [];
  fill(root, "[data-six]", () => words.map((word) => holding("li", word)));
  fill(root, "[data-digits]", () => asDigits(secret).split(" ").flatMap((four) => [holding("span", four), " "]));
}

/** Takes it off the page. */
export function veil(root) {
  fill(root, "[data-six], [data-digits]", () => []);
}

/** Which word, or which four digits, of what was typed is not as it was shown (from 1); 0 where all are. */
export function differing(typed, secret, list) {
  if (same(typed, secret, list)) return 0;
  const digits = !list || /\d{4}/.test(typed);
  const shown = (digits ? asDigits(secret).split(" ") : asWords(secret, list)).map(plainly);
  const read = digits ? (typed.replace(/\D/g, "").match(/.{1,4}/g) ?? []) : words(typed);
  return shown.findIndex((piece, at) => piece !== read[at]) + 1 || shown.length;
}

function same(typed, secret, list) {
  try {
    return readSecret(typed, list ?? []) === secret;
  } catch {
    return false;
  }
}

// Without the numbers that somebody may have written before them.
function words(typed) {
  return typed.split(/[\s,.;]+/).map(plainly).filter((piece) => /[a-z]/.test(piece));
}

function plainly(piece) {
  return piece.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function fill(root, places, make) {
  for (const place of root.querySelectorAll(places)) place.replaceChildren(...make());
}

function holding(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}
