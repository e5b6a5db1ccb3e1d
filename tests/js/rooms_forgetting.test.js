// What was asked about goes with the question: nothing of somebody's words stays in the page's memory.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";

import { inMemory } from "./parts/heap.js";

// An element of any kind, which keeps nothing that it is given.
function part() {
  const parts = { querySelector: part, querySelectorAll: () => [part()], cloneNode: part };
  const made = { content: part, firstElementChild: part, dataset: () => ({}), value: () => "" };
  const get = (_, name) => parts[name] ?? made[name]?.() ?? (() => null);
  return new Proxy({}, { get, set: () => true });
}

globalThis.document = { documentElement: { lang: "en" }, getElementById: part, querySelector: part };
const { Prompt } = await import("../../forum/static/js/rooms/details/prompt.js");

const backwards = (text) => [...text].reverse().join("");

// A place of its own, and how it is written backwards; only the latter outlives the call.
function asked(prompt) {
  const place = randomBytes(12).toString("hex");
  return [prompt.check(`I work at ${place}.`), backwards(place)];
}

function prompting(certain) {
  const find = (text) => [{ kind: "place", start: 10, end: text.length - 1, replace: [], certain }];
  return new Prompt(part(), (text) => (text ? find(text) : []), false);
}

test("what is asked about is held as long as it is asked, and not longer", async () => {
  const prompt = prompting(true);
  const [answer, place] = asked(prompt);
  assert.equal(await inMemory(place), true);
  prompt.drop();
  assert.equal(await answer, null);
  assert.equal(await inMemory(place), false);
});

test("what goes without a question is not held at all", async () => {
  const prompt = prompting(false);
  const place = await goes(prompt);
  assert.equal(await inMemory(place), false);
});

async function goes(prompt) {
  const [answer, place] = asked(prompt);
  assert.equal((await answer).length, "I work at .".length + place.length);
  return place;
}
