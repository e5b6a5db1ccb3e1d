import assert from "node:assert/strict";
import { test } from "node:test";

import { ageClass } from "../../forum/static/js/rooms/age.js";
import { empty, fold, reduce, view } from "../../forum/static/js/rooms/reducer.js";

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
  const last = told({ k: "voice:changed", one: true }, { k: "phase:changed", phase: "staying", left: 15 });
  assert.deepEqual([last.one, last.phase, last.left], [true, "staying", 15]);
});

test("an unknown record changes nothing, not even one named like a method", () => {
  const state = told(said("a"));
  for (const k of ["toString", "constructor", "aside:whispered", undefined]) assert.equal(reduce(state, { k }), state);
});

test("the fold is pure and takes the shared part before the own one", () => {
  const before = Object.freeze(told(said("a")));
  const after = fold(before, { shared: [said("b")], own: [{ k: "self:changed", handle: 3 }] });
  assert.deepEqual(ids(before), ["a"]);
  assert.deepEqual(view(after, "floor").self, { handle: 3 });
  assert.deepEqual(Object.keys(view(after, "floor")), ["phase", "one", "messages", "self", "mine", "aside", "contact"]);
  assert.deepEqual(Object.keys(view(after, "desk")), ["phase", "one", "messages", "seats", "asides", "contacts"]);
});

test("a message says what it answers and carries, and what is not told is nothing", () => {
  const [plain, full] = view(told(said("a"), said("b", { to: "a", note: "other", own: "rain", sup: ["believe"] })), "floor").messages;
  assert.deepEqual(plain, { id: "a", h: 1, lang: "en", text: "words of a", to: "", note: "", own: "", sup: [] });
  assert.deepEqual([full.to, full.note, full.own, full.sup], ["a", "other", "rain", ["believe"]]);
});

test("supportive replies stand in one order, each once, whoever sent them first", () => {
  const reply = (kind, id = "a") => ({ k: "message:supported", id, kind });
  const state = told(said("a"), reply("strength"), reply("with-you"), reply("strength"), reply("believe", "gone"), reply("shame"));
  assert.deepEqual(state.messages[0].sup, ["with-you", "strength"]);
});

test("flags and what was withdrawn after one are for the desk alone", () => {
  const state = told(said("a"), { k: "message:flagged", id: "a", on: true }, { k: "messages:retained", ids: ["a"] });
  const [seen] = view(state, "desk").messages;
  assert.deepEqual([seen.flagged, seen.withdrawn, seen.hidden], [true, true, true]);
  assert.equal(reduce(state, { k: "message:flagged", id: "a", on: false }).messages[0].flagged, false);
  assert.ok(!("flagged" in view(state, "floor").messages[0]));
});

test("what is mine is told by ids, in the order of the messages, also when one comes back", () => {
  const own = told({ k: "self:said", ids: ["b", "old"] }, said("a"), said("b"), said("c"), { k: "command:done", c: 3, id: "a" });
  assert.deepEqual(view(own, "floor").mine, ["a", "b"]);
  const away = reduce(own, { k: "messages:removed", ids: ["a"] });
  assert.deepEqual(view(away, "floor").mine, ["b"]);
  assert.deepEqual(view(reduce(away, said("a", { p: "" })), "floor").mine, ["a", "b"]);
});

test("an aside on my own page comes, goes in part, and ends", () => {
  const aside = (id, more) => ({ k: "aside:said", id, who: "seat", lang: "cy", a: 0, text: `aside ${id}`, ...more });
  const state = told(aside("x", { kind: "need" }), aside("y", { who: "desk" }), aside("x", { kind: "need" }));
  assert.deepEqual(view(state, "floor").aside, [
    { id: "x", who: "seat", lang: "cy", kind: "need", text: "aside x" },
    { id: "y", who: "desk", lang: "cy", kind: "", text: "aside y" },
  ]);
  assert.deepEqual(reduce(state, { k: "aside:removed", ids: ["x"] }).aside.map(({ id }) => id), ["y"]);
  assert.deepEqual(reduce(state, { k: "aside:ended" }).aside, []);
});

test("a contact of mine is there until the room says that it is not", () => {
  const state = told({ k: "self:changed", contact: "given" }, { k: "contact:shown", id: "k", lang: "en", text: "number 4" });
  assert.deepEqual(view(state, "floor").contact, { lang: "en", text: "number 4" });
  assert.deepEqual(reduce(state, { k: "self:changed", hand: true }).contact, state.contact);
  assert.equal(reduce(state, { k: "self:changed", contact: "passed" }).contact, null);
});

test("the desk keeps a thread and a contact for each seat", () => {
  const aside = (seat, id) => ({ k: "aside:said", seat, id, who: "seat", lang: "en", a: 0, text: id });
  const state = told(
    aside("one", "x"),
    { k: "aside:changed", seat: "one", open: true, unseen: true, late: false, up: true },
    aside("two", "y"),
    { k: "contact:given", seat: "one", id: "k", lang: "en", text: "flat 2" },
  );
  const { asides, contacts } = view(state, "desk");
  assert.deepEqual(asides.one, { open: true, unseen: true, late: false, up: true, messages: [{ id: "x", who: "seat", lang: "en", kind: "", text: "x" }] });
  assert.deepEqual(contacts, { one: { lang: "en", text: "flat 2" } });
  assert.deepEqual(reduce(state, { k: "aside:removed", seat: "one", ids: ["x"] }).asides.one.messages, []);
  assert.deepEqual(Object.keys(reduce(state, { k: "aside:changed", seat: "one", open: false }).asides), ["two"]);
  assert.deepEqual(reduce(state, { k: "contact:gone", seat: "one", how: "passed" }).contacts, {});
  assert.equal(reduce(state, { k: "aside:removed", seat: "gone", ids: ["x"] }), state);
});

test("ages are coarse", () => {
  assert.deepEqual([0, 59_000, 60_000, 599_000, 600_000].map(ageClass), [0, 0, 1, 1, 2]);
});

test("a command that changed nothing is done, and its number is not the room's last", () => {
  const known = { ...empty(), self: { c: 4 } };
  assert.equal(reduce(known, { k: "command:done", c: 5, same: true }).self.c, 4);
  assert.equal(reduce(known, { k: "command:done", c: 5 }).self.c, 5);
});
