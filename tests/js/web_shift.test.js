// Three presses of Shift alone leave; typing never does.
import assert from "node:assert/strict";
import { test } from "node:test";

import { LIMIT_MS, ShiftCounter, fromRealKeyboard } from "../../forum/static/js/web/shift.js";

function counting() {
  const heard = [];
  const timers = new Map();
  let next = 1;
  const counter = new ShiftCounter({
    onCount: (count) => heard.push(count),
    onExpire: () => heard.push("expired"),
    later: (task, wait) => (timers.set(next, { task, wait }), next++),
    cancel: (timer) => timers.delete(timer),
  });
  const press = (key) => (counter.down(key), counter.up(key));
  const runOut = () => [...timers.values()].forEach(({ task }) => task());
  return { counter, heard, timers, press, runOut };
}

test("three presses of Shift alone are counted", () => {
  const { heard, press } = counting();
  for (let i = 0; i < 3; i += 1) press("Shift");
  assert.deepEqual(heard, [1, 2, 3]);
});

test("a Shift that was used to type a capital does not count", () => {
  const { counter, heard } = counting();
  for (const letter of "ABC") {
    counter.down("Shift");
    counter.down(letter);
    counter.up(letter);
    counter.up("Shift");
  }
  assert.deepEqual(heard, []);
});

test("any other key breaks the count off", () => {
  const { heard, press } = counting();
  press("Shift");
  press("Shift");
  press("a");
  press("Shift");
  assert.deepEqual(heard, [1, 2, 0, 1]);
});

test("Shift with another key held down does not count: so keyboards are changed", () => {
  const { counter, heard, press } = counting();
  press("Shift");
  counter.down("Alt");
  for (let i = 0; i < 3; i += 1) {
    counter.down("Shift", false, true);
    counter.up("Shift");
  }
  counter.up("Alt");
  assert.deepEqual(heard, [1, 0]);
});

test("a click in between breaks the count off, also while Shift is held", () => {
  const { counter, heard, press } = counting();
  press("Shift");
  counter.down("Shift");
  counter.broken();
  counter.up("Shift");
  assert.deepEqual(heard, [1, 0]);
});

test("holding the key down is one press", () => {
  const { counter, heard } = counting();
  counter.down("Shift");
  for (let i = 0; i < 30; i += 1) counter.down("Shift", true);
  counter.up("Shift");
  assert.deepEqual(heard, [1]);
});

test("left and right Shift, held together, count as two", () => {
  const { counter, heard } = counting();
  counter.down("Shift");
  counter.down("Shift");
  counter.up("Shift");
  counter.up("Shift");
  assert.deepEqual(heard, [1, 2]);
});

test("the time runs from the first press and is not prolonged", () => {
  const { heard, timers, press, runOut } = counting();
  press("Shift");
  press("Shift");
  assert.deepEqual([...timers.values()].map(({ wait }) => wait), [LIMIT_MS]);
  runOut();
  press("Shift");
  assert.deepEqual(heard, [1, 2, "expired", 1]);
});

test("a keyboard on the screen is not counted, however it names its keys", () => {
  const held = { touchFirst: false, touched: false, writing: true };
  const left = { key: "Shift", code: "ShiftLeft" };
  assert.equal(fromRealKeyboard(left, held), true);
  assert.equal(fromRealKeyboard({ key: "Shift", code: "ShiftRight" }, held), true);
  for (const code of ["", "Unidentified", undefined]) assert.equal(fromRealKeyboard({ key: "Shift", code }, held), false);
  assert.equal(fromRealKeyboard(left, { ...held, touchFirst: true }), false);
  assert.equal(fromRealKeyboard(left, { ...held, touched: true }), false);
  assert.equal(fromRealKeyboard(left, { ...held, touched: true, writing: false }), true);
});

test("every other key means that somebody types, wherever it comes from", () => {
  assert.equal(fromRealKeyboard({ key: "a", code: "" }, { touchFirst: true, touched: true, writing: true }), true);
});
