import assert from "node:assert/strict";
import { test } from "node:test";

import { BYTES, CHARACTERS, fault, measure, room } from "../../forum/static/js/rooms/composer.js";
import { empty, fold, reduce, view } from "../../forum/static/js/rooms/reducer.js";
import { ageClass } from "../../forum/static/js/rooms/render.js";

const said = (id, more = {}) => ({ k: "message:said", id, h: 1, lang: "en", a: 0, text: `words of ${id}`, ...more });
const told = (...records) => records.reduce(reduce, empty());
const ids = (state) => state.messages.map(({ id }) => id);

test("messages come in order, and one that comes again is not there twice", () => {
  assert.deepEqual(ids(told(said("a"), said("b"), said("a", { p: "" }))), ["a", "b"]);
  assert.deepEqual(ids(told(said("a"), said("b"), said("a"))), ["b", "a"]);
});

test("a message that came back stands where it stood", () => {
  assert.deepEqual(ids(told(said("a"), said("c"), said("b", { p: "a" }))), ["a", "b", "c"]);
  assert.deepEqual(ids(told(said("b"), said("a", { p: "" }))), ["a", "b"]);
  assert.deepEqual(ids(told(said("b"), said("a", { p: "gone" }))), ["a", "b"]);
});

test("removed words leave nothing, hidden ones stay for the desk alone", () => {
  const state = told(said("a"), said("b"), { k: "messages:removed", ids: ["a", "never-seen"] });
  assert.deepEqual(ids(state), ["b"]);
  assert.ok(!JSON.stringify(state).includes("words of a"));
  const desk = reduce(state, { k: "messages:hidden", ids: ["b"] });
  assert.equal(desk.messages[0].hidden, true);
  assert.equal(reduce(desk, said("b", { p: "" })).messages[0].hidden, false);
});

test("seats are known once each and keep their order", () => {
  const seat = (name, muted) => ({ k: "seat:known", seat: name, h: 1, muted, removed: false });
  const state = told(seat("one", false), seat("two", false), seat("one", true));
  assert.deepEqual(state.seats.map((one) => [one.seat, one.muted]), [["one", true], ["two", false]]);
});

test("phases, my own seat and a fresh start", () => {
  const state = told({ k: "phase:changed", phase: "pause", why: "resting" }, { k: "self:changed", mode: "speaking", c: 4 });
  assert.deepEqual([state.phase, state.why, state.self], ["pause", "resting", { mode: "speaking", c: 4 }]);
  assert.deepEqual(reduce(state, { k: "room:reset" }), empty());
});

test("an unknown record changes nothing, not even one named like a method", () => {
  const state = told(said("a"));
  for (const k of ["toString", "constructor", "aside:said", undefined]) assert.equal(reduce(state, { k }), state);
});

test("the fold is pure and takes the shared part before the own one", () => {
  const before = Object.freeze(told(said("a")));
  const after = fold(before, { shared: [said("b")], own: [{ k: "self:changed", handle: 3 }] });
  assert.deepEqual(ids(before), ["a"]);
  assert.deepEqual(view(after, "floor").self, { handle: 3 });
  assert.deepEqual(Object.keys(view(after, "desk")), ["phase", "messages", "seats"]);
});

test("the composer counts characters as people do not see them: code points and bytes, after NFC", () => {
  assert.deepEqual(measure("  w\u0302 "), { characters: 1, bytes: 2 });
  assert.deepEqual(measure("👍"), { characters: 1, bytes: 4 });
  assert.equal(room("x".repeat(CHARACTERS)), 0);
  assert.equal(room("ŵ".repeat(BYTES / 2)), 0);
  assert.equal(room("ŵ".repeat(BYTES / 2 + 1)), -2);
  assert.deepEqual(["", " \n ", "x".repeat(1001), "ŵ".repeat(601), "<3"].map(fault), [
    "empty-message",
    "empty-message",
    "message-too-long",
    "message-too-long",
    null,
  ]);
});

test("ages are coarse", () => {
  assert.deepEqual([0, 59_000, 60_000, 599_000, 600_000].map(ageClass), [0, 0, 1, 1, 2]);
});

test("a command that changed nothing is done, and its number is not the room's last", () => {
  const known = { ...empty(), self: { c: 4 } };
  assert.equal(reduce(known, { k: "command:done", c: 5, same: true }).self.c, 4);
  assert.equal(reduce(known, { k: "command:done", c: 5 }).self.c, 5);
});
