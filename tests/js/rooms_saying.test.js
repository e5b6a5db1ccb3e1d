// What is said: how long it may be, how a long thought is cut, and how its parts go out.

import assert from "node:assert/strict";
import { test } from "node:test";

import { deliver } from "../../forum/static/js/rooms/deliver.js";
import { sendWithEnter } from "../../forum/static/js/rooms/enter.js";
import { ASIDE, BYTES, CHARACTERS, fault, measure, MESSAGE, room, tidy } from "../../forum/static/js/rooms/measure.js";
import { inParts, PARTS, restAfter } from "../../forum/static/js/rooms/parts.js";

const FAMILY = "👩‍👩‍👧‍👦";
const WALES = "🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";
const bare = (text) => text.replace(/\s+/gu, "");
const clusters = (text) => [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);

// A small generator of its own, so that a failure can be had again.
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("the composer counts characters as people do not see them: code points and bytes, after NFC", () => {
  assert.deepEqual(measure("  w\u0302 "), { characters: 1, bytes: 2 });
  assert.deepEqual(measure("👍"), { characters: 1, bytes: 4 });
  assert.equal(room("x".repeat(CHARACTERS)), 0);
  assert.equal(room("ŵ".repeat(BYTES / 2)), 0);
  assert.equal(room("ŵ".repeat(BYTES / 2 + 1)), -2);
  assert.equal(room("x".repeat(501), ASIDE), -1);
  assert.deepEqual(["", " \n ", "x".repeat(1001), "ŵ".repeat(601), "<3"].map((text) => fault(text)), [
    "empty-message",
    "empty-message",
    "message-too-long",
    "message-too-long",
    null,
  ]);
});

test("what fits is one part, and nothing is none", () => {
  assert.deepEqual(inParts("  A short thought. "), ["A short thought."]);
  assert.deepEqual(inParts("x".repeat(CHARACTERS)), ["x".repeat(CHARACTERS)]);
  assert.deepEqual(inParts(" \n "), []);
});

test("a thought is cut between paragraphs before sentences, sentences before words, words before letters", () => {
  const sentence = "This is a sentence of some length, as people write them. ";
  const paragraph = sentence.repeat(12).trim();
  assert.deepEqual(inParts(`${paragraph}\n\n${paragraph}`), [paragraph, paragraph]);
  const [first] = inParts(sentence.repeat(30));
  assert.ok(first.endsWith("write them."));
  const words = inParts("rain ".repeat(300));
  assert.ok(words.every((part) => /^(rain )*rain$/.test(part)));
  assert.deepEqual(inParts("y".repeat(1500)), ["y".repeat(1000), "y".repeat(500)]);
});

test("no letter is ever cut, however it is put together", () => {
  for (const letter of [FAMILY, WALES, "e\u0301\u0323\u0331", "ŵ", "👍🏽"]) {
    const text = `x${letter.repeat(Math.floor((3 * BYTES) / Buffer.byteLength(letter.normalize("NFC"))))}`;
    const parts = inParts(text);
    assert.deepEqual(parts.flatMap(clusters), clusters(tidy(text)), letter);
  }
});

test("without the browser's help marks, joiners and skin tones stay where they belong", (t) => {
  const { Segmenter } = Intl;
  Intl.Segmenter = undefined;
  t.after(() => (Intl.Segmenter = Segmenter));
  const parts = inParts(`x${FAMILY.repeat(100)}`);
  assert.ok(parts.length > 1);
  assert.ok(parts.slice(1).every((part) => part.startsWith(FAMILY)));
});

test("whatever is written, the parts say all of it, in order, each within the limits", () => {
  const next = chance(4);
  const pieces = ["a", "word", " ", "  ", "\n", "\n\n", ". ", "! ", "ŵ", FAMILY, "👍", "x".repeat(700), "e\u0301", "\t", "…’ "];
  for (let run = 0; run < 400; run += 1) {
    const text = Array.from({ length: next(900) }, () => pieces[next(pieces.length)]).join("");
    const parts = inParts(text);
    if (parts === null) {
      assert.ok(room(text) < -2 * CHARACTERS, "only what is far too long is refused");
      continue;
    }
    assert.ok(parts.length <= PARTS);
    assert.ok(parts.every((part) => fault(part) === null && part === tidy(part)));
    assert.equal(bare(parts.join("")), bare(tidy(text)));
    for (let sent = 0; sent <= parts.length; sent += 1) {
      assert.equal(bare(restAfter(tidy(text), parts.slice(0, sent))), bare(parts.slice(sent).join("")));
    }
  }
});

test("what needs more than six parts, or cannot be cut, is not cut at all", () => {
  assert.equal(inParts("x".repeat(6 * CHARACTERS)).length, PARTS);
  assert.equal(inParts("x".repeat(6 * CHARACTERS + 1)), null);
  assert.equal(inParts(`e${"\u0331".repeat(BYTES)}`), null);
});

test("a hundred thousand characters are measured and refused at once", () => {
  for (const text of ["x".repeat(100_000), "A sentence. ".repeat(8_334), FAMILY.repeat(10_000)]) {
    const began = performance.now();
    for (let times = 0; times < 10; times += 1) assert.ok(room(text) < 0 && inParts(text) === null);
    // Generous: it takes milliseconds, and what would freeze a page takes many seconds.
    assert.ok((performance.now() - began) / 10 < 1000);
  }
});

const room_ = (...codes) => {
  const heard = [];
  const send = async (part) => {
    const code = codes.shift() ?? null;
    if (!code) heard.push(part);
    return { done: !code, code };
  };
  return { heard, send };
};
const calm = { told: () => {}, stopped: () => false, wait: async () => {} };

test("parts go one after the other; what comes too soon is offered again", async () => {
  const { heard, send } = room_(null, "too-soon", "too-soon");
  const told = [];
  const end = await deliver(["a", "b", "c"], { ...calm, send, told: (index) => told.push(index) });
  assert.deepEqual([heard, told, end], [["a", "b", "c"], [0, 1, 2], { sent: 3, code: null }]);
});

test("a refusal ends it where it is, and a part of unseen marks does not", async () => {
  const refused = room_(null, "not-open-yet");
  assert.deepEqual(await deliver(["a", "b", "c"], { ...calm, send: refused.send }), { sent: 1, code: "not-open-yet" });
  assert.deepEqual(refused.heard, ["a"]);
  assert.deepEqual(await deliver(["a", "b"], { ...calm, send: room_("empty-message").send }), { sent: 2, code: null });
});

test("words of which the room sees none are never taken for said", async () => {
  const { send } = room_("empty-message");
  assert.deepEqual(await deliver(["a"], { ...calm, send }), { sent: 0, code: "empty-message" });
});

test("nothing more goes once the room is shut", async () => {
  const { heard, send } = room_();
  const end = await deliver(["a", "b"], { ...calm, send, shut: () => (heard.length ? "not-open-yet" : null) });
  assert.deepEqual([end, heard], [{ sent: 1, code: "not-open-yet" }, ["a"]]);
});

test("whoever has had enough stops it, also while it waits", async () => {
  let enough = false;
  const waiting = room_(null, "too-soon");
  const wait = async () => (enough = true);
  const end = await deliver(["a", "b"], { ...calm, send: waiting.send, wait, stopped: () => enough });
  assert.deepEqual([end, waiting.heard], [{ sent: 1, code: "stopped" }, ["a"]]);
});

test("one message's limits are told once for page and parts", () => {
  assert.deepEqual(MESSAGE, { characters: CHARACTERS, bytes: BYTES });
});

test("Ctrl or Cmd and Enter send, and nothing else does: least of all an Enter that picks a suggestion", () => {
  let sent = 0;
  const words = Object.assign(new EventTarget(), { form: { requestSubmit: () => (sent += 1) } });
  sendWithEnter(words);
  const press = (key, more) => words.dispatchEvent(Object.assign(new Event("keydown", { cancelable: true }), { key, ...more }));
  const through = [
    press("Enter", { ctrlKey: true }),
    press("Enter", { metaKey: true }),
    press("Enter", {}),
    press("x", { ctrlKey: true }),
    press("Enter", { ctrlKey: true, isComposing: true }),
  ];
  assert.deepEqual([sent, through], [2, [false, false, true, true, true]]);
});
