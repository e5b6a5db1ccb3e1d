import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { decodeDown, DOWN, encodeUp, fromBase64, readPart, toBase64, UP, writePart } from "../../forum/static/js/rooms/frames.js";
import { Commands } from "../../forum/static/js/rooms/queue.js";
import { following, randomPhase, steady } from "../../forum/static/js/rooms/schedule.js";

const SEEN = { epoch: "abcdefgh", frame: 12 };
const beat = { k: "beat", e: "abcdefgh", f: 7, s: 5 };

function down(audience, shared, own) {
  const sizes = DOWN[audience];
  return toBase64(writePart(sizes.shared, shared)) + toBase64(writePart(sizes.own, own));
}

test("every frame up has the same length, whatever it carries", () => {
  const longest = "ŵ".repeat(600);
  const frames = [null, { k: "seat:pause", c: 1 }, { k: "message:say", c: 2 ** 40, lang: "cy", text: longest }];
  const lengths = frames.map((command) => encodeUp(SEEN, command).length);
  assert.deepEqual(new Set(lengths), new Set([2048]));
  assert.equal(fromBase64(encodeUp(SEEN)).length, UP);
});

test("a command comes out of a frame as it went in, with Welsh, emoji and JSON's worst", () => {
  const text = `<3 & x<y "quoted" \\ \n ŵ ŷ 👩‍👧 ${"\\\"".repeat(100)}`;
  const records = readPart(fromBase64(encodeUp(SEEN, { k: "message:say", c: 3, lang: "en", text })));
  assert.deepEqual(records[0], { k: "tick", e: "abcdefgh", f: 12, text: "" });
  assert.deepEqual(records[1], { k: "message:say", c: 3, lang: "en", text });
});

test("a command that does not fit is never sent in part", () => {
  assert.throws(() => encodeUp(SEEN, { k: "message:say", c: 1, lang: "en", text: "x".repeat(1600) }), RangeError);
});

for (const audience of ["floor", "desk"]) {
  test(`a frame down to the ${audience} is taken apart`, () => {
    const said = { k: "message:said", id: "12345678", h: 3, lang: "cy", a: 0, text: "Bore da, bawb" };
    const frame = decodeDown(down(audience, [beat, said], [{ k: "command:done", c: 4 }]), audience);
    assert.deepEqual(frame.beat, { ...beat, text: "" });
    assert.deepEqual(frame.shared, [said]);
    assert.deepEqual(frame.own, [{ k: "command:done", c: 4, text: "" }]);
  });
}

test("a frame of another size, without a beat or with a record over the edge is refused", () => {
  assert.throws(() => decodeDown(down("floor", [beat], []), "desk"), RangeError);
  assert.throws(() => decodeDown(down("floor", [], []), "floor"), RangeError);
  const bad = fromBase64(down("floor", [beat], []));
  bad.set([0xff, 0xff, 0xff, 0xff], DOWN.floor.shared);
  assert.throws(() => decodeDown(toBase64(bad), "floor"), RangeError);
});

function fakeClock() {
  const clock = { time: 0, due: [], rung: [] };
  clock.now = () => clock.time;
  clock.later = (ring, wait) => clock.due.push({ ring, at: clock.time + wait });
  clock.run = (until, late = () => 0) => {
    while (clock.due.length && clock.due[0].at <= until) {
      const { ring, at } = clock.due.shift();
      clock.time = Math.max(clock.time, at) + late();
      ring();
    }
  };
  return clock;
}

test("ticks keep their moments: late timers move none and none is made up for", () => {
  const clock = fakeClock();
  const sent = [];
  const lateness = [0, 300, 0, 2600, 0];
  steady({ beat: 1000, phase: 250, ...clock, tick: () => sent.push(clock.time) });
  clock.run(8000, () => lateness.shift() ?? 0);
  assert.deepEqual(sent, [250, 1550, 2250, 5850, 6250, 7250]);
});

// Whatever a seat or a moderator can send, each at its longest.
const LONGEST = { chars: "x".repeat(1000), bytes: "ŵ".repeat(600), quotes: "\"\\".repeat(500) };
const QUIET = "ŵ".repeat(300);
const ID = "AbCd1234";
const SEAT = "AbCdEfGhIjKlMnOpQrStUv";
const COMMANDS = [
  { k: "mode:choose", mode: "listening" },
  { k: "mode:choose", mode: "speaking" },
  ...["en", "cy"].flatMap((lang) => ["x", ...Object.values(LONGEST)].map((text) => ({ k: "message:say", lang, text }))),
  ...Object.values(LONGEST).map((text) => ({ k: "message:say", lang: "cy", to: ID, note: "self-harm", own: "\"\\".repeat(20), text })),
  { k: "message:support", id: ID, kind: "thank-you" },
  { k: "message:flag", id: ID },
  { k: "message:withdraw", id: ID },
  { k: "messages:withdraw" },
  { k: "seat:pause" },
  { k: "seat:resume" },
  { k: "handle:draw" },
  { k: "room:open" },
  { k: "room:stop", urgent: true },
  ...["", LONGEST.bytes].map((text) => ({ k: "room:end", lang: "cy", text })),
  { k: "room:close" },
  { k: "room:close", confirm: true },
  { k: "room:stay" },
  ...["message:hide", "message:unhide", "message:settle"].map((k) => ({ k, id: ID })),
  ...["seat:mute", "seat:unmute", "seat:remove", "handle:grant", "hand:lower", "turn:give"].map((k) => ({ k, seat: SEAT })),
  ...["hand:raise", "hand:lower", "turn:end", "aside:end", "contact:take"].map((k) => ({ k })),
  { k: "voice:one", on: false },
  { k: "aside:see", seat: SEAT, id: ID },
  { k: "aside:end", seat: SEAT },
  { k: "contact:settle", seat: SEAT, how: "not-needed" },
  ...["", QUIET].map((text) => ({ k: "aside:say", lang: "cy", kind: "someone-here", text })),
  { k: "aside:say", lang: "cy", seat: SEAT, text: QUIET },
  { k: "contact:give", lang: "cy", text: QUIET },
];
const SCRIPTS = new URL("../../forum/static/js/", import.meta.url);

test("the list of commands holds every kind that a page can send", () => {
  const floor = ["seat", "acts", "composer", "aside"].map((name) => `rooms/${name}.js`);
  const pages = [...floor, ...["console", "desk", "ending", "hands", "talk"].map((name) => `moderation/${name}.js`)];
  const text = pages.map((name) => readFileSync(new URL(name, SCRIPTS), "utf8")).join("");
  const sent = text.match(/"(mode|messages?|seat|handle|room|hand|voice|turn|aside|contact):[a-z]+"/g).map((kind) => kind.slice(1, -1));
  assert.deepEqual([...new Set(sent)].sort(), [...new Set(COMMANDS.map(({ k }) => k))].sort());
});

// What a page sends in ten beats, and when: every order is given at its time.
function tenBeats(orders, frame = (command) => encodeUp(SEEN, command)) {
  const clock = fakeClock();
  const sent = [];
  const queue = new Commands();
  queue.welcome();
  const tick = () => sent.push([clock.time, frame(queue.next())]);
  steady({ beat: 1000, phase: 400, ...clock, tick });
  for (const { at = 0, text = "", urgent = false, ...json } of orders) {
    clock.run(at);
    queue.push({ ref: at, json, text }, urgent);
  }
  clock.run(10_000);
  return sent;
}

const outside = (sent) => sent.map(([time, frame]) => [time, frame.length]);
const SILENCE = outside(tenBeats([]));

for (const command of COMMANDS) {
  const title = `${command.k}, ${command.mode ?? `${command.text?.length ?? 0} characters`}, ${command.lang ?? "-"}`;
  test(`a listener sees the same moments and sizes, silence or ${title}`, () => {
    for (const at of [0, 399, 400, 401, 2750]) {
      const busy = tenBeats([{ ...command, at }]);
      assert.deepEqual(outside(busy), SILENCE);
      assert.ok(busy.some(([, frame]) => readPart(fromBase64(frame)).some(({ k }) => k === command.k)));
    }
  });
}

test("all commands one after the other change neither a moment nor a size", () => {
  const apart = Math.floor(9000 / COMMANDS.length);
  assert.deepEqual(outside(tenBeats(COMMANDS.map((command, turn) => ({ ...command, at: turn * apart })))), SILENCE);
});

test("the comparison finds a frame that is as long as what is in it", () => {
  const tight = (command) => JSON.stringify(command);
  assert.notDeepEqual(outside(tenBeats([COMMANDS[0]], tight)), outside(tenBeats([], tight)));
});

test("the phase lies within the beat and the next turn is never an old one", () => {
  for (let i = 0; i < 100; i += 1) assert.ok(randomPhase(1000) >= 0 && randomPhase(1000) < 1000);
  assert.equal(following(1000, 0, 1000, 0), 2);
  assert.equal(following(999.9, 0, 1000, 1), 2);
});

function commands() {
  const queue = new Commands();
  queue.push({ ref: 1, json: { k: "message:say", lang: "en" }, text: "one" });
  queue.push({ ref: 2, json: { k: "seat:pause" } });
  return queue;
}

test("nothing goes before the room has told what it knows; then numbers go on above", () => {
  const queue = commands();
  assert.equal(queue.next(), null);
  queue.hear({ k: "self:changed", c: 41 });
  queue.welcome();
  assert.deepEqual(queue.next(), { k: "message:say", lang: "en", c: 42, text: "one" });
});

test("one command at a time, again every fourth tick, until it is answered", () => {
  const queue = commands();
  queue.welcome();
  const sent = Array.from({ length: 6 }, () => queue.next()?.c ?? 0);
  assert.deepEqual(sent, [1, 0, 0, 0, 1, 0]);
  assert.deepEqual(queue.hear({ k: "command:refused", c: 1, code: "too-soon" }), { ref: 1, done: false, code: "too-soon" });
  assert.equal(queue.next().k, "seat:pause");
  assert.deepEqual(queue.hear({ k: "command:done", c: 2 }), { ref: 2, done: true });
  assert.equal(queue.next(), null);
});

test("a refusal that is told twice is heard once", () => {
  const queue = commands();
  queue.welcome();
  queue.next();
  const refused = { k: "command:refused", c: 1, code: "too-soon" };
  assert.equal(queue.hear(refused).ref, 1);
  assert.equal(queue.hear(refused), null);
  assert.equal(queue.hear({ ...refused, c: 2 }).ref, null);
});

test("after a new connection nothing goes before the room has told what it knows; then what was in flight", () => {
  const queue = commands();
  queue.welcome();
  queue.next();
  queue.again();
  assert.equal(queue.next(), null);
  queue.hear({ k: "self:changed", c: 0 });
  queue.welcome();
  assert.deepEqual([queue.next().c, queue.next()], [1, null]);
});

test("a new command after a new connection has a number above all that another page used", () => {
  const queue = new Commands();
  queue.welcome();
  queue.again();
  queue.push({ ref: 1, json: { k: "message:say", lang: "en" }, text: "one" });
  assert.equal(queue.next(), null);
  assert.equal(queue.hear({ k: "self:changed", c: 7 }), null);
  queue.welcome();
  assert.equal(queue.next().c, 8);
});

test("words are never taken for said because another page used their number", () => {
  for (const [taken, known] of [[true, 1], [true, 5], [false, 5]]) {
    const queue = commands();
    queue.welcome();
    queue.next();
    queue.again(taken);
    queue.again();
    assert.deepEqual(queue.hear({ k: "self:changed", c: known }), { ref: 1, done: false, code: "busy" });
    queue.welcome();
    assert.equal(queue.next().c, known + 1);
  }
});

test("words that another page's visit did not reach go out again under their number", () => {
  const queue = commands();
  queue.welcome();
  queue.next();
  queue.again(true);
  assert.equal(queue.hear({ k: "self:changed", c: 0 }), null);
  queue.welcome();
  assert.deepEqual(queue.next(), { k: "message:say", lang: "en", c: 1, text: "one" });
});

test("a burst that knows our number answers a lost answer", () => {
  const queue = commands();
  queue.welcome();
  queue.next();
  assert.deepEqual(queue.hear({ k: "self:changed", c: 1 }), { ref: 1, done: true });
  assert.equal(queue.next().c, 2);
});

test("what must not wait keeps its own order: a goodbye never comes after the end", () => {
  const queue = commands();
  queue.welcome();
  const order = [queue.next().k];
  for (const k of ["aside:say", "aside:end", "room:stop"]) queue.push({ ref: k, json: { k } }, true);
  for (let c = 1; c <= 4; c += 1) {
    queue.hear({ k: "command:done", c });
    order.push(queue.next().k);
  }
  assert.deepEqual(order, ["message:say", "aside:say", "aside:end", "room:stop", "seat:pause"]);
});

test("what must not wait goes first, and a late refusal is passed on", () => {
  const queue = commands();
  queue.welcome();
  queue.push({ ref: 3, json: { k: "room:stop" } }, true);
  assert.equal(queue.next().k, "room:stop");
  queue.hear({ k: "command:done", c: 1 });
  assert.deepEqual(queue.hear({ k: "command:refused", c: 1, code: "store-away" }), { ref: null, done: false, code: "store-away" });
  assert.equal(queue.hear({ k: "command:done", c: 1 }), null);
});
