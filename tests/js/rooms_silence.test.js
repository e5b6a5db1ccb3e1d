// A line that died without a word is given up; a living one is never touched.
import assert from "node:assert/strict";
import { test } from "node:test";

import { DOWN, toBase64, writePart } from "../../forum/static/js/rooms/frames.js";
import { Silence } from "../../forum/static/js/rooms/silence.js";
import { Line } from "../../forum/static/js/rooms/socket.js";

const BEATS = { 0.05: 160, 0.1: 80, 1: 8, 2: 8, 5: 8 };
const FIRST = { 0.05: 600, 0.1: 300, 1: 30, 2: 15, 5: 8 };
const FRAME = [DOWN.floor.shared, DOWN.floor.own]
  .map((size, own) => toBase64(writePart(size, own ? [] : [{ k: "beat", e: "abcdefgh", f: 7, s: 5 }])))
  .join("");

function ticksUntilGivenUp(silence) {
  for (let ticks = 1; ticks < 1000; ticks += 1) if (silence.tick()) return ticks;
  return Infinity;
}

for (const beat of Object.keys(BEATS).map(Number)) {
  test(`with a beat of ${beat} s, silence is borne for eight beats and eight seconds, and longer before the first word`, () => {
    const silence = new Silence(beat);
    assert.equal(ticksUntilGivenUp(silence), FIRST[beat]);
    silence.begin();
    silence.heard();
    assert.equal(ticksUntilGivenUp(silence), BEATS[beat]);
    assert.equal(ticksUntilGivenUp(silence), Infinity);
  });
}

// A page of a room with a beat of one second, and the time and the network that it lives in.
function living(context, { answers }) {
  const world = { time: 0, due: null, answers, sent: [], closed: [], news: [] };
  const heard = {};
  const socket = { connected: false, active: true, on: (name, listener) => (heard[name] = listener) };
  socket.emit = (name, frame) => world.sent.push([world.time, frame.length]) && world.answers && heard["frame:sent"](FRAME);
  socket.io = { engine: { close: () => world.closed.push(world.time) && ((socket.connected = false), heard.disconnect("forced close")) } };
  world.up = () => ((socket.connected = true), heard.connect());
  world.until = (end) => {
    while (world.due.at <= end) ((world.time = Math.max(world.time, world.due.at)), world.due.ring());
  };
  context.mock.method(performance, "now", () => world.time);
  context.mock.method(globalThis, "setTimeout", (ring, wait) => (world.due = { ring, at: world.time + wait }));
  new Line(() => socket, { audience: "floor", auth: {}, beat: 1 }, (news) => news.is === "line" && world.news.push(news.up));
  world.up();
  return world;
}

const moments = (sent) => sent.map(([time, size]) => [Math.floor(time / 1000), size]);
const everySecond = (from, to) => Array.from({ length: to - from }, (_, at) => [from + at, 2048]);

test("a line on which frames come is left alone, and nothing about it changes", (context) => {
  const world = living(context, { answers: true });
  world.until(300_000);
  assert.deepEqual([moments(world.sent), world.closed], [everySecond(0, 300), []]);
});

test("a line that falls silent is ticked on as ever, then given up once, and the page hears that it is broken", (context) => {
  const world = living(context, { answers: true });
  world.until(60_000);
  world.answers = false;
  world.until(90_000);
  assert.deepEqual(moments(world.sent), everySecond(0, 67));
  assert.equal(world.closed.length, 1);
  assert.deepEqual(world.news, [true, false]);
  world.up();
  world.answers = true;
  world.until(200_000);
  assert.equal(world.closed.length, 1);
});

test("a page that slept does not take its line for a dead one", (context) => {
  const world = living(context, { answers: true });
  for (let hour = 1; hour <= 12; hour += 1) {
    world.time = hour * 3_600_000;
    world.answers = false;
    world.until(world.time + 5_000);
    world.answers = true;
    world.until(world.time + 5_000);
  }
  assert.deepEqual(world.closed, []);
});

test("a slow line has longer until the first word comes", (context) => {
  const world = living(context, { answers: false });
  world.until(29_000);
  assert.deepEqual(world.closed, []);
  world.until(31_000);
  assert.equal(world.closed.length, 1);
});
