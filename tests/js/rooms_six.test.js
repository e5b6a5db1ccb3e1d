// What somebody wrote down, asked back once: which word differs is told, and how they wrote it does not matter.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { asDigits, asWords, newSecret } from "../../forum/static/js/attendance/locker.js";
import { differing } from "../../forum/static/js/rooms/six.js";

const LIST = JSON.parse(readFileSync(new URL("../../forum/static/vendor/words.json", import.meta.url), "utf8"));
const SECRET = newSecret();
const WORDS = asWords(SECRET, LIST);
const FOURS = asDigits(SECRET).split(" ");
const other = (word) => LIST.find((one) => !WORDS.includes(one) && one !== word);

test("whatever is the same to the eye is the same", () => {
  const ways = [
    WORDS.join(" "), WORDS.join(", ").toUpperCase(), `  ${WORDS.join("\n")}\n`, FOURS.join(" "), FOURS.join(""), FOURS.join("-"),
    WORDS.map((word, at) => `${at + 1}. ${word}`).join("\n"),
  ];
  for (const typed of ways) assert.equal(differing(typed, SECRET, LIST), 0, typed);
});

test("the first word that differs is named by its number", () => {
  for (const at of [0, 2, 5]) {
    const typed = WORDS.map((word, place) => (place === at ? other(word) : word));
    assert.equal(differing(typed.join(" "), SECRET, LIST), at + 1);
    assert.equal(differing(typed.map((word, place) => `${place + 1}. ${word}`).join("\n"), SECRET, LIST), at + 1);
  }
});

test("so are four digits that differ", () => {
  for (const at of [0, 3, 5]) {
    const typed = FOURS.map((four, place) => (place === at ? four.replace(/./, (digit) => (digit === "9" ? "0" : "9")) : four));
    assert.equal(differing(typed.join(" "), SECRET, LIST), at + 1);
    assert.equal(differing(typed.join(""), SECRET, null), at + 1);
  }
});

test("too few and too many are told by the place where they differ", () => {
  assert.equal(differing("", SECRET, LIST), 1);
  assert.equal(differing(WORDS.slice(0, 4).join(" "), SECRET, LIST), 5);
  assert.equal(differing([...WORDS, other(WORDS[0])].join(" "), SECRET, LIST), 6);
});
