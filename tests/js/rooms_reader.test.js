// What one reader has chosen for their own page: muted words, hidden voices, what is open.

import assert from "node:assert/strict";
import { test } from "node:test";

import { mutes, plainWords } from "../../forum/static/js/rooms/muted.js";
import { Reader } from "../../forum/static/js/rooms/reader.js";

const message = (id, more = {}) => ({ id, h: 1, lang: "en", text: "He drank.", note: "", own: "", ...more });

test("words are muted whole, whatever their case and accents", () => {
  const meets = mutes(["café", "Drink", " "]);
  for (const text of ["The CAFE was shut", "a drink?", "drink", "“Drink!”", "cafe\u0301"]) assert.ok(meets(text, "en"), text);
  for (const text of ["drinks", "undrinkable", "decaf e", ""]) assert.ok(!meets(text, "en"), text);
});

test("phrases are muted across whatever stands between their words", () => {
  const meets = mutes(["my ex-partner"]);
  assert.ok(meets("It was my ex partner.", "en"));
  assert.ok(meets("MY\nEX…PARTNER", "en"));
  assert.ok(!meets("my partner, my ex", "en"));
});

test("a Welsh word is met in its other beginnings too, in Welsh alone", () => {
  const meets = mutes(["tad", "gardd", "llaw"]);
  for (const text of ["fy nhad", "ei dad", "ei thad", "yr ardd", "ei law", "tad"]) assert.ok(meets(text, "cy"), text);
  assert.ok(!meets("my dad", "en"));
  assert.ok(!meets("da iawn", "cy"));
});

test("nothing muted mutes nothing, and signs alone are no words", () => {
  assert.ok(!mutes([])("anything", "en"));
  assert.ok(!mutes(["!?"])("anything!?", "en"));
  assert.deepEqual(plainWords("Ŵy 2nd—x"), ["wy", "2nd", "x"]);
});

test("a message with a note starts closed and stays as its reader leaves it", () => {
  let heard = 0;
  const reader = new Reader(() => (heard += 1));
  const noted = message("a", { note: "violence" });
  assert.deepEqual([reader.coverOf(noted), reader.isOpen(noted, false), reader.isOpen(noted, true)], ["note", false, true]);
  reader.open("a", true);
  assert.ok(reader.isOpen(noted, false));
  reader.open("a", false);
  assert.ok(!reader.isOpen(noted, false) && !reader.isOpen(noted, true));
  assert.equal(heard, 2);
});

test("a muted word covers also what has no note, and in the note's own words", () => {
  const reader = new Reader();
  assert.ok(reader.isOpen(message("a"), false));
  assert.ok(reader.mute("drank"));
  assert.deepEqual([reader.mute("drank"), reader.mute(" … "), reader.words], [false, false, ["drank"]]);
  assert.equal(reader.coverOf(message("a")), "muted");
  reader.unmute("drank");
  assert.equal(reader.coverOf(message("a")), "");
});

test("a note is met first, and the muted word below it after; each has its own tap", () => {
  const reader = new Reader();
  reader.mute("drank");
  const both = message("a", { note: "violence" });
  const seen = (mine = false) => [reader.coverOf(both, mine), reader.isOpen(both, mine)];
  assert.deepEqual(seen(), ["note", false]);
  reader.open("a", true);
  assert.deepEqual(seen(), ["muted", false]);
  reader.open("a", true);
  assert.deepEqual(seen(), ["muted", true]);
  reader.open("a", false);
  assert.deepEqual([seen(), seen(true)], [["note", false], ["note", false]]);
});

test("a muted word in a note's own words keeps them unsaid, not what kind of note it is", () => {
  const reader = new Reader();
  reader.mute("drank");
  const noted = message("b", { text: "x", note: "other", own: "he DRANK" });
  assert.equal(reader.coverOf(noted), "kind");
  assert.deepEqual([reader.coverOf(noted, true), reader.isOpen(noted, true)], ["muted", true]);
  reader.open("b", true);
  assert.deepEqual([reader.coverOf(noted), reader.isOpen(noted, false)], ["muted", false]);
});

test("a word muted after a note was opened covers the words again", () => {
  const reader = new Reader();
  const noted = message("a", { note: "death" });
  reader.open("a", true);
  assert.ok(reader.isOpen(noted, false));
  reader.mute("drank");
  assert.deepEqual([reader.coverOf(noted), reader.isOpen(noted, false)], ["muted", false]);
});

test("a hidden voice is not met until it is brought back; a moderator's never goes", () => {
  const reader = new Reader();
  const all = [message("a"), message("b", { h: 2 }), message("c", { h: -1 })];
  reader.hide(1, true);
  reader.hide(-1, true);
  assert.deepEqual(reader.met(all).map(({ id }) => id), ["b", "c"]);
  reader.hide(1, false);
  assert.equal(reader.met(all).length, 3);
});

test("in a room that starts afresh no voice is hidden, and nothing of the old one is shown for it", () => {
  let heard = 0;
  const reader = new Reader(() => (heard += 1));
  assert.equal(reader.forgetVoices(), false);
  reader.hide(1, true);
  assert.deepEqual([reader.forgetVoices(), reader.voices, heard], [true, [], 1]);
  assert.equal(reader.met([message("a")]).length, 1);
});

test("what is gone is forgotten", () => {
  const reader = new Reader();
  const noted = message("a", { note: "death" });
  reader.open("a", true);
  reader.flag("a");
  assert.ok(reader.hasFlagged("a"));
  reader.keepOnly(new Set(["b"]));
  assert.deepEqual([reader.isOpen(noted, false), reader.hasFlagged("a")], [false, false]);
});
