import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { checker } from "../../forum/static/js/rooms/details/check.js";
import { changed, choicesIn, settled } from "../../forum/static/js/rooms/details/choices.js";
import { pieces } from "../../forum/static/js/rooms/details/underline.js";

const patterns = JSON.parse(readFileSync(new URL("../../forum/rooms/details/patterns.json", import.meta.url), "utf8"));
const check = checker(patterns);
const PLACES = ["Fairwater", "Gorsaf Maesteg", "Gwent"];
const find = (text) => check(text, "en", PLACES);
const kinds = (text, lang = "en") => check(text, lang, PLACES).map(({ kind }) => kind);
const TEXT = "I work at Fairwater. PC Davies knows.";

test("only certain details interrupt, in whichever text they stand", () => {
  const choices = choicesIn({ words: `${TEXT} Gareth was 34.`, own: "07700 900123" }, find);
  assert.deepEqual(choices.map(({ field, words }) => [field, words]), [["words", "Fairwater"], ["words", "PC Davies"], ["own", "07700 900123"]]);
  assert.deepEqual(choicesIn({ words: "Gareth was 34 on 3 March 2021.", own: "" }, find), []);
});

test("what is chosen is put in, the rest stays letter for letter, and a sentence begins with a capital", () => {
  const choices = choicesIn({ words: TEXT }, find);
  assert.equal(changed(TEXT, choices), TEXT);
  assert.equal(settled(choices), false);
  choices[1].with = "a colleague";
  assert.equal(changed(TEXT, choices), "I work at Fairwater. A colleague knows.");
  choices[0].with = "my station";
  assert.equal(changed(TEXT, choices), "I work at my station. A colleague knows.");
  assert.equal(settled(choices), true);
});

test("a Welsh yn is again as it stands before other words, and nothing else of the text changes", () => {
  const said = (before) => {
    const text = `${before}Gwent, ym Mangor yng nghanol y dre.`;
    const choices = choicesIn({ words: text }, (one) => check(one, "cy", PLACES));
    assert.equal(changed(text, choices), text);
    for (const choice of choices) choice.with = "fy ngorsaf";
    return changed(text, choices);
  };
  const rest = "fy ngorsaf, ym Mangor yng nghanol y dre.";
  assert.equal(said("Rwyf yng "), `Rwyf yn ${rest}`);
  assert.equal(said("Ym "), `Yn ${rest}`);
  for (const before of ["Rwyf o ", "Rwyf wrth fy ngwaith, yng; ", "A bach-yng ", "Rwyf ŷng "]) assert.equal(said(before), `${before}${rest}`);
});

test("what is put in is found no more", () => {
  for (const words of ["my number", "my email", "a page", "my account", "where I live", "a car", "my case", "my call sign", "a colleague", "my station", "my team"]) {
    assert.deepEqual(kinds(`I said it was ${words}.`), [], words);
  }
});

test("the innocent stay so", () => {
  for (const text of ["Sergeant Pepper", "call me at 5", "I rang 101", "May helped me", "Will you", "Hope", "Grace", "Mark my words", "999", "call 111"]) {
    assert.deepEqual(kinds(text), [], text);
  }
});

test("Welsh changes the first letter of a listed place, and English words stay what they are", () => {
  for (const text of ["yng Ngorsaf Maesteg", "i Orsaf Maesteg", "Gorsaf Maesteg", "GORSAF MAESTEG"]) assert.deepEqual(kinds(text, "cy"), ["place"], text);
  assert.deepEqual(kinds("O Went", "cy"), ["place"]);
  assert.deepEqual(kinds("I went home", "cy"), []);
  assert.deepEqual(kinds("I went home, Orsaf Maesteg", "en"), []);
});

test("the pieces under the words are the words", () => {
  const text = "Gareth told Siân.";
  const made = pieces(text, check(text));
  assert.equal(made.map(({ words }) => words).join(""), text);
  assert.deepEqual(made.filter(({ marked }) => marked).map(({ words }) => words), ["Gareth", "Siân"]);
  assert.deepEqual(pieces("", []), []);
});
