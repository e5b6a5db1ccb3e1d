// What the way in asks for, and when: never because of what somebody typed, and never once they are seated.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";

import { fromHex } from "../../forum/static/js/attendance/bytes.js";
import { sealBox } from "../../forum/static/js/attendance/locker.js";
import { DIGEST, tickets } from "./parts/tickets.js";

globalThis.document = { addEventListener() {}, querySelectorAll: () => [] };
const leavings = [];
globalThis.addEventListener = (_, leave) => leavings.push(leave);
const { Seeker } = await import("../../forum/static/js/rooms/seek.js");
const { Hand } = await import("../../forum/static/js/rooms/hand.js");

const WORDS = Array.from({ length: 7776 }, (_, at) => `w${at.toString(26).replace(/\d/g, (one) => "qrstuvwxyz"[one])}`);
const SECRET = 7n;
const DIGITS = SECRET.toString().padStart(24, "0");
const OTHERS = "9".repeat(23);
const OPEN = { open: "yes" };

const place = (more = {}) => ({
  wordsUrl: "/words", locker: "yes", lockerUrl: "/locker/t", lockersUrl: "http://issuer/lockers/t", keylistDigest: DIGEST,
  session: "session-00", ...OPEN, ...more,
});

// Door and issuer as one function; `state.boxes` is what the locker holds, `state.away` whether it does not answer.
function world(t, state) {
  const seen = [];
  const before = globalThis.fetch;
  t.after(() => (globalThis.fetch = before));
  globalThis.fetch = async (url, request) => {
    seen.push(`${request?.method ?? "GET"} ${url}`);
    if (url === "/words") return Response.json(WORDS);
    if (request?.method === "POST") return state.kept?.() ?? Response.json({ kept: true });
    if (state.away) throw new TypeError("network");
    if (url === "/locker/t") return new Response(state.boxes, { headers: { "X-Edition": "1" } });
    return Response.json({ edition: 1, digest: createHash("sha256").update(state.boxes).digest("hex") });
  };
  return seen;
}

const fetches = (seen) => seen.filter((one) => one.includes("/locker")).length / 2;

async function seeking(t, more = {}, state = { boxes: new Uint8Array(2588) }) {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000_000_000 });
  const seen = world(t, state);
  const seeker = new Seeker(place(more));
  await seeker.settled();
  return { seeker, seen, state };
}

test("words that open nothing ask for nothing", async (t) => {
  const { seeker, seen } = await seeking(t);
  const loaded = seen.length;
  await seeker.renew();
  await assert.rejects(seeker.find(await seeker.read(DIGITS)), { code: "no-box-opens" });
  await assert.rejects(seeker.read(OTHERS), { code: "bad-words" });
  await seeker.settled();
  assert.deepEqual([seen.length, fetches(seen)], [loaded, 1]);
});

test("a locker is fetched anew only once it is five minutes old, by whatever clock", async (t) => {
  const { seeker, seen, state } = await seeking(t);
  t.mock.timers.tick(300_000);
  await seeker.renew();
  assert.equal(fetches(seen), 1);
  state.boxes = await sealBox(tickets(1), SECRET, DIGEST);
  t.mock.timers.tick(1);
  await seeker.renew();
  const [found] = await seeker.find(SECRET);
  assert.deepEqual([fetches(seen), found.session], [2, "session-00"]);
  await seeker.renew();
  assert.equal(fetches(seen), 2);
  t.mock.timers.setTime(1_000_000_000_000 - 24 * 3600e3);
  await seeker.renew();
  await seeker.settled();
  assert.equal(fetches(seen), 3);
});

test("what was fetched before the doors opened is fetched anew behind them, once", async (t) => {
  const at = { open: "no" };
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000_000_000 });
  const seen = world(t, { boxes: new Uint8Array(2588) });
  const here = place(at);
  const seeker = new Seeker(here);
  await seeker.settled();
  here.open = "yes";
  for (const _ of [1, 2, 3]) await seeker.renew();
  await seeker.settled();
  assert.equal(fetches(seen), 2);
});

test("a locker that did not come is asked for again at the next try, in every way in the same", async (t) => {
  const { seeker, seen, state } = await seeking(t, {}, { boxes: new Uint8Array(2588), away: true });
  await assert.rejects(seeker.find(SECRET), (fault) => ["store-away", "issuer-away"].includes(fault.code));
  assert.equal(fetches(seen), 1);
  state.away = false;
  await seeker.renew();
  await seeker.settled();
  assert.equal(fetches(seen), 2);
});

test("a locker that is not everybody's is never asked for again", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: 1_000_000_000_000 });
  const seen = world(t, { boxes: new Uint8Array(2587) });
  const seeker = new Seeker(place());
  const settled = assert.rejects(seeker.settled(), { code: "keylist-mismatch" });
  while (fetches(seen) < 2) {
    t.mock.timers.tick(3000);
    await new Promise((done) => setImmediate(done));
  }
  await settled;
  t.mock.timers.tick(600_000);
  await seeker.renew();
  await assert.rejects(seeker.settled(), { code: "keylist-mismatch" });
  assert.equal(fetches(seen), 2);
});

async function holding(t, kept) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const seen = world(t, { kept });
  const hand = new Hand(place());
  await hand.collected({ tickets: tickets(1), locker: { token: fromHex("00".repeat(354)) } });
  return { hand, seen, goes: leavings.at(-1) };
}

test("whoever comes in has their box put away first, and nothing is sent afterwards", async (t) => {
  const { hand, seen } = await holding(t);
  hand.stowSoon();
  assert.deepEqual(seen, []);
  await hand.stow();
  assert.deepEqual(seen, ["POST /locker/t"]);
  t.mock.timers.tick(600_000);
  await hand.stow();
  assert.equal(seen.length, 1);
});

for (const [way, begin] of [["planned", (hand) => hand.stowSoon()], ["never planned", () => {}]]) {
  test(`a locker that is away keeps nobody out, and is not tried again from the seat, nor on leaving it: ${way}`, async (t) => {
    const { hand, seen, goes } = await holding(t, () => Response.json({ code: "store-away" }, { status: 503 }));
    begin(hand);
    await hand.stow();
    const tried = seen.length;
    assert.ok(tried > 0);
    for (const _ of Array(20)) {
      t.mock.timers.tick(300_000);
      await new Promise((done) => setImmediate(done));
    }
    goes();
    assert.equal(seen.length, tried);
  });
}

test("whoever closes the page before they come in still has their box put away", async (t) => {
  const { hand, seen, goes } = await holding(t);
  hand.stowSoon();
  goes();
  assert.deepEqual(seen, ["POST /locker/t"]);
});
