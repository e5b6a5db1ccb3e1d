// From a code to tickets: what is sent, what is refused, what is never sent.

import assert from "node:assert/strict";
import test from "node:test";

import { readKey, verify } from "../../forum/static/js/attendance/blindrsa.js";
import { fromBase64url, toBase64url } from "../../forum/static/js/attendance/bytes.js";
import { collect, redeem } from "../../forum/static/js/attendance/collect.js";
import { ticketFor } from "../../forum/static/js/attendance/tickets.js";
import { CODE, KEY, keyList, LOCKER_KEY, OTHER_KEY, lost, play, refused, signed } from "./parts/issuer.js";

const ticketRequests = (seen) => seen.filter((one) => one.url.endsWith("/tickets"));

test("a code gives a ticket that verifies, with a secret of its own", async () => {
  const { order } = play();
  const { tickets, locker } = await collect(order);
  const { token, secret } = ticketFor(tickets, "session-00");
  assert.equal(token.length, 354);
  assert.equal(secret.length, 16);
  assert.equal(await verify(readKey(fromBase64url(KEY)), token.subarray(0, 98), token.subarray(98)), true);
  assert.equal(ticketFor(tickets, "session-99"), null);
  assert.equal(await verify(readKey(fromBase64url(LOCKER_KEY)), locker.token.subarray(0, 98), locker.token.subarray(98)), true);
});

test("the issuer gets a plain form and nothing of the browser's", async () => {
  const { order, seen } = play();
  await collect({ ...order, code: "  " + CODE.toLowerCase().match(/.{4}/g).join(" - ") });
  const [list, closed, tickets] = seen;
  for (const { request } of [list, closed, tickets]) {
    assert.equal(request.credentials, "omit");
    assert.equal(request.referrerPolicy, "no-referrer");
    assert.equal(request.headers, undefined);
  }
  assert.ok(tickets.request.body instanceof URLSearchParams);
  assert.deepEqual([...tickets.request.body.keys()], ["code", "request", "request"]);
  assert.equal(tickets.request.body.get("code"), CODE);
  for (const one of tickets.request.body.getAll("request")) assert.equal(fromBase64url(one).length, 259);
});

test("a slip of the pen is noticed before anything is sent", async () => {
  const { order, seen } = play();
  const slips = ["", "X", CODE.slice(1), CODE + "0", CODE.slice(0, -1) + "U", "0".repeat(19) + "1", "x".repeat(500)];
  for (const code of slips) await assert.rejects(collect({ ...order, code }), { code: "bad-code" });
  assert.deepEqual(seen, []);
});

test("without WebCrypto the page stops", async (t) => {
  const { order, seen } = play();
  const before = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  t.after(() => Object.defineProperty(globalThis, "crypto", before));
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  await assert.rejects(collect(order), { code: "insecure-context" });
  assert.deepEqual(seen, []);
});

const spoiledKey = (place, value) => fromBase64url(KEY).map((byte, at) => (at === place ? value : byte));

const UNSOUND = {
  "another format": keyList({ format: 1 }),
  "a field more": keyList({ more: 1 }),
  "no sessions": keyList({ sessions: [] }),
  "a session twice": keyList({ sessions: [keyList().sessions[0], keyList().sessions[0]] }),
  "two keys for a session": keyList({ sessions: [keyList().sessions[0], { ...keyList().sessions[0], key: OTHER_KEY }] }),
  "seven sessions": keyList({ sessions: Array(7).fill(keyList().sessions[0]) }),
  "another exponent": keyList({}, { key: KEY.slice(0, -2) + "AD" }),
  "a short key": keyList({}, { key: KEY.slice(0, -4) }),
  "no key for the locker": keyList({ locker: undefined }),
  "one key for a session and the locker": keyList({ locker: KEY }),
  "a short key for the locker": keyList({ locker: KEY.slice(0, -4) }),
  "a short key for statements": keyList({ statements: "AAAA" }),
  "no text as key for statements": keyList({ statements: 7 }),
  "an even modulus": keyList({}, { key: toBase64url(spoiledKey(336, 0)) }),
  "a modulus too short": keyList({}, { key: toBase64url(spoiledKey(81, 0x7f)) }),
  "a padded key": keyList({}, { key: KEY + "==" }),
  "a long name": keyList({}, { session: "session-000" }),
  "a time of another form": keyList({}, { opens: "tomorrow" }),
  "no such time": keyList({}, { opens: "2027-13-01T18:00Z" }),
  "another issuer": keyList({ issuer: "127.0.0.1:9001" }),
  "another door": keyList({ origin: "localhost:9000" }),
  "no JSON": "{",
  "too long": JSON.stringify(keyList()) + " ".repeat(9000),
};

for (const [name, list] of Object.entries(UNSOUND)) {
  test(`a key list with ${name} stops the page, and no code is sent`, async () => {
    const { order, seen } = play({ list });
    await assert.rejects(collect(order), { code: "keylist-mismatch" });
    assert.equal(seen.length, 1);
  });
}

test("a key list with another hash stops the page, and no code is sent", async () => {
  const { order, seen } = play();
  await assert.rejects(collect({ ...order, digest: "0".repeat(64) }), { code: "keylist-mismatch" });
  assert.equal(seen.length, 1);
});

test("a bit turned on the way back: refused, discarded, not asked for again", async () => {
  for (const place of [0, 100, 255]) {
    const spoil = (bytes) => bytes.map((byte, at) => (at === place ? byte ^ 8 : byte));
    const { order, seen } = play({ answers: [(request) => signed(request, spoil)] });
    await assert.rejects(collect(order), { code: "invalid-signature", again: null });
    assert.equal(ticketRequests(seen).length, 1);
  }
});

test("an answer of another shape is an invalid signature", async () => {
  const shapes = [{}, { responses: [] }, { responses: ["AA"] }, { responses: "AA" }, { responses: [1] }];
  for (const shape of shapes) {
    const { order } = play({ answers: [() => Response.json(shape)] });
    await assert.rejects(collect(order), { code: "invalid-signature" });
  }
});

test("a lost answer is asked for again with the very same bytes", async () => {
  const { order, seen } = play({ answers: [lost, refused(503, "store-away")] });
  assert.equal((await collect(order)).tickets.length, 1);
  const bodies = ticketRequests(seen).map((one) => one.body);
  assert.equal(bodies.length, 3);
  assert.equal(new Set(bodies).size, 1);
});

test("an issuer that stays away can be asked once more later, with the very same bytes", async () => {
  const { order, seen } = play({ answers: [lost, lost, lost] });
  const error = await collect(order).catch((thrown) => thrown);
  assert.equal(error.code, "issuer-away");
  assert.equal((await error.again()).tickets.length, 1);
  assert.equal(new Set(ticketRequests(seen).map((one) => one.body)).size, 1);
});

test("whoever types the same code once more asks for the very same", async () => {
  const { order, seen } = play({ answers: [lost, lost, lost, refused(429, "too-many")] });
  await assert.rejects(collect(order), { code: "issuer-away" });
  await assert.rejects(collect({ ...order, code: CODE.toLowerCase() }), { code: "too-many" });
  assert.equal((await collect(order)).tickets.length, 1);
  assert.equal(new Set(ticketRequests(seen).map((one) => one.body)).size, 1);
  const other = await collect(order);
  assert.equal(other.tickets.length, 1);
  assert.equal(new Set(ticketRequests(seen).map((one) => one.body)).size, 2);
});

test("after a refusal nothing of what was asked is used again", async () => {
  const { order, seen } = play({ answers: [refused(403, "unknown-invitation")] });
  await assert.rejects(collect(order), { code: "unknown-invitation" });
  await collect(order);
  assert.equal(new Set(ticketRequests(seen).map((one) => one.body)).size, 2);
});

for (const [status, code] of [[403, "unknown-invitation"], [500, "signing-failure"], [400, "bad-request"]]) {
  test(`${code} is passed on, and not tried again`, async () => {
    const { order, seen } = play({ answers: [refused(status, code)] });
    await assert.rejects(collect(order), { code, again: null });
    assert.equal(ticketRequests(seen).length, 1);
  });
}

test("where collecting is over nothing is sent", async () => {
  const { order, seen } = play({ closed: () => Response.json({ collected: [{ session: "session-00" }] }) });
  await assert.rejects(collect(order), { code: "collecting-closed", again: null });
  assert.deepEqual(ticketRequests(seen), []);
});

const [EARLY] = keyList().sessions;
const TWO = keyList({ sessions: [EARLY, { ...EARLY, session: "session-01", key: OTHER_KEY }] });
const tooLate = refused(410, "collecting-closed");
const closing = (...sessions) => () => {
  return Response.json({ collected: sessions.map((session) => ({ session, at_least: 5, signature: "AA" })) });
};
const asked = (one) => new URLSearchParams(one.body).getAll("request");

// What the issuer says has closed, the first time and then.
const turning = (first, then) => {
  let nth = 0;
  return () => (nth++ ? then : first)();
};
const paths = (seen) => seen.map((one) => one.url.split("/")[3]);

for (const [name, days] of Object.entries({ "a day ahead": 1, "a day behind": -1, "a year ahead": 366 })) {
  test(`a phone whose clock is ${name} asks for what the issuer still stamps`, async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2027-03-01T18:00Z") + days * 24 * 3600e3 });
    const { order, seen } = play({ list: TWO, closed: closing("session-00") });
    const { tickets } = await collect(order);
    assert.deepEqual(tickets.map((one) => one.session), ["session-01"]);
    assert.deepEqual(paths(seen), ["keys", "collected", "tickets"]);
    const whole = play({ list: TWO });
    assert.equal((await collect(whole.order)).tickets.length, 2);
  });
}

test("which sessions have closed is asked of the issuer alone, and says nothing of who asks", async () => {
  const { order, seen } = play({ list: TWO });
  await collect(order);
  const { url, request } = seen[1];
  assert.equal(url, "http://127.0.0.1:8001/collected/term-00000");
  assert.deepEqual(request, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
});

test("a session closed meanwhile: the page asks which, and collects for the rest with the same requests", async () => {
  const closed = turning(closing(), closing("session-00"));
  const { order, seen } = play({ list: TWO, answers: [tooLate], closed });
  const { tickets, locker } = await collect(order);
  assert.deepEqual(tickets.map((one) => one.session), ["session-01"]);
  assert.equal(locker.token.length, 354);
  assert.deepEqual(paths(seen), ["keys", "collected", "tickets", "collected", "tickets"]);
  const [first, second] = ticketRequests(seen).map(asked);
  assert.deepEqual(second, first.slice(1));
});

test("told so a second time, or where nothing is left, the page stops", async () => {
  const over = [
    [2, { answers: [tooLate, tooLate], closed: turning(closing(), closing("session-00")) }],
    [1, { answers: [tooLate], closed: turning(closing(), closing("session-00", "session-01")) }],
    [1, { answers: [tooLate], closed: closing() }],
    [1, { answers: [tooLate], closed: turning(closing(), refused(404, "not-found")) }],
    [0, { closed: closing("session-00", "session-01") }],
    [0, { closed: refused(404, "not-found") }],
  ];
  for (const [times, answers] of over) {
    const { order, seen } = play({ list: TWO, ...answers });
    await assert.rejects(collect(order), { code: "collecting-closed", again: null });
    assert.equal(ticketRequests(seen).length, times);
  }
});

const SILENT = [lost, refused(503, "store-away"), () => Response.json({ collected: 7 }), () => Response.json([])];

test("with no word about what has closed no code is sent, and it can be asked once more", async () => {
  for (const silent of SILENT) {
    const { order, seen } = play({ list: TWO, closed: turning(silent, closing("session-00")) });
    const error = await collect(order).catch((thrown) => thrown);
    assert.ok(["issuer-away", "store-away"].includes(error.code));
    assert.deepEqual(ticketRequests(seen), []);
    assert.deepEqual((await error.again()).tickets.map((one) => one.session), ["session-01"]);
  }
});

test("with no word about what has closed meanwhile, the very same can be asked once more later", async () => {
  for (const silent of SILENT) {
    const closed = turning(closing(), turning(silent, closing("session-00")));
    const { order, seen } = play({ list: TWO, answers: [tooLate, tooLate], closed });
    const error = await collect(order).catch((thrown) => thrown);
    assert.ok(["issuer-away", "store-away"].includes(error.code));
    assert.equal((await error.again()).tickets.length, 1);
    const requests = ticketRequests(seen).map(asked);
    assert.deepEqual(requests, [requests[0], requests[0], requests[0].slice(1)]);
  }
});

test("redeeming posts ticket and secret to the door", async () => {
  const [ticket] = (await collect(play().order)).tickets;
  const seen = [];
  const door = async (url, request) => {
    seen.push([url, request]);
    return Response.json({ seated: true });
  };
  await redeem("/session/session-00/seat", ticket.token, ticket.secret, door);
  const [[url, request]] = seen;
  assert.equal(url, "/session/session-00/seat");
  assert.equal(request.credentials, "same-origin");
  assert.deepEqual(JSON.parse(request.body), { ticket: toBase64url(ticket.token), secret: toBase64url(ticket.secret) });
});

test("the door's refusals and silence keep their codes", async () => {
  const [ticket] = (await collect(play().order)).tickets;
  const tried = (door) => redeem("/seat", ticket.token, ticket.secret, door);
  await assert.rejects(tried(refused(409, "already-used")), { code: "already-used", again: null });
  await assert.rejects(tried(() => new Response("<html>", { status: 502 })), { code: "store-away" });
  const error = await tried(lost).catch((thrown) => thrown);
  assert.equal(error.code, "store-away");
  assert.equal(typeof error.again, "function");
});
