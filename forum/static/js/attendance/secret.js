// The secret that opens a box: about 77 random bits, as six words or as 24 digits, whichever somebody likes better.

import { randomBytes } from "./blindrsa.js";
import { toNumber } from "./bytes.js";
import { AttendanceError } from "./refusal.js";
import { BASE, spelt } from "./words.js";

const WORDS = 6;
const DIGITS = 24;
const LIMIT = BASE ** BigInt(WORDS);
const DRAWN_BYTES = 10;
const SPARE_BITS = 2n;
const LONGEST_TEXT = 400;

// All below the limit equally likely.
export function newSecret(random = randomBytes) {
  for (;;) {
    const drawn = toNumber(random(DRAWN_BYTES)) >> SPARE_BITS;
    if (drawn < LIMIT) return drawn;
  }
}

export function asWords(secret, list) {
  return spelt(secret, WORDS, list);
}

// In fours, for reading aloud.
export function asDigits(secret) {
  return plainDigits(secret).match(/.{4}/g).join(" ");
}

export function plainDigits(secret) {
  return secret.toString().padStart(DIGITS, "0");
}

// What somebody typed, words or digits; throws bad-words, and nothing was looked up or sent.
export function readSecret(text, list) {
  const plain = text.length > LONGEST_TEXT ? "" : text.normalize("NFKC").toLowerCase();
  const secret = /\p{L}/u.test(plain) ? readWords(plain, list) : readDigits(plain);
  if (secret === null || secret >= LIMIT) throw new AttendanceError("bad-words");
  return secret;
}

function readDigits(text) {
  const digits = text.replace(/[\s\p{P}]/gu, "");
  return digits.length === DIGITS && /^\d+$/.test(digits) ? BigInt(digits) : null;
}

// Whatever is not a letter stands between words, also the numbers of a list.
function readWords(text, list) {
  const places = new Map(list.map((word, at) => [word, BigInt(at)]));
  const words = whole(text.match(/[\p{L}\p{M}]+/gu), places).map((word) => places.get(word));
  if (words.length !== WORDS || words.includes(undefined)) return null;
  return words.reduce((number, place) => number * BASE + place, 0n);
}

// A few words of the list have a hyphen, which was taken for a gap; their first halves are no words by themselves.
function whole(parts, places) {
  const words = [];
  for (const part of parts) {
    const joined = `${words.at(-1)}-${part}`;
    if (places.has(joined) && !places.has(words.at(-1))) words[words.length - 1] = joined;
    else words.push(part);
  }
  return words;
}
