// The list of 7,776 words that people write down secrets with and compare key lists by.

import { AttendanceError } from "./refusal.js";

export const BASE = 7776n;
const WORDS_OF_LIST = 12;

export async function loadWords(url, fetcher = fetch) {
  const again = () => loadWords(url, fetcher);
  try {
    const answer = await fetcher(url, { credentials: "omit" });
    const list = answer.ok ? await answer.json() : null;
    if (isWordList(list)) return list;
  } catch {
    // falls through: a list that does not come and one that cannot be read are the same to the person
  }
  throw new AttendanceError("store-away", again);
}

// The twelve words of a key list: its hash as an integer, modulo 7776^12, most significant word first.
export function wordsOf(digest, list) {
  return spelt(BigInt(`0x${digest}`) % BASE ** BigInt(WORDS_OF_LIST), WORDS_OF_LIST, list);
}

// A number below 7776^count as that many words.
export function spelt(number, count, list) {
  const words = [];
  for (let rest = number; words.length < count; rest /= BASE) words.unshift(list[Number(rest % BASE)]);
  return words;
}

function isWordList(list) {
  return Array.isArray(list) && list.length === Number(BASE) && list.every((word) => typeof word === "string");
}
