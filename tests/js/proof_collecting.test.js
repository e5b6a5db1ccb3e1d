// What a page asks for says nothing of what its person wants.

import assert from "node:assert/strict";
import { createHash, generateKeyPairSync } from "node:crypto";
import test from "node:test";

import { collect } from "../../forum/static/js/attendance/collect.js";
import { fromBase64url, fromHex, fromNumber, toBase64url, toHex, toNumber } from "../../forum/static/js/attendance/bytes.js";
import { KEY, keyList, LOCKER_KEY, play, refused } from "./parts/issuer.js";

const SPKI = toHex(fromBase64url(KEY));
const shortId = (key) => createHash("sha256").update(fromBase64url(key)).digest().at(-1);

// Another key of the same kind, whose short name nobody else has.
function freshKey(taken) {
  const { n } = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
  const modulus = toHex(fromNumber(toNumber(fromBase64url(n)), 256));
  const key = toBase64url(fromHex(SPKI.slice(0, 162) + modulus + SPKI.slice(-10)));
  return taken.has(shortId(key)) ? freshKey(taken) : key;
}

test("the page asks for every session that still collects, and once more for the locker", async () => {
  const keys = [KEY];
  const taken = () => new Set([...keys, LOCKER_KEY].map(shortId));
  while (keys.length < 3) keys.push(freshKey(taken()));
  const times = { collecting_closes: "2027-03-01T21:00Z", opens: "2027-03-01T19:00Z" };
  const sessions = keys.map((key, at) => ({ ...times, key, session: `session-0${at}` }));
  const closed = () => Response.json({ collected: [{ session: "session-01", at_least: 5, signature: "AA" }] });
  const { order, seen } = play({ list: keyList({ sessions }), closed, answers: [refused(403, "unknown-invitation")] });
  await assert.rejects(collect(order), { code: "unknown-invitation" });
  const asked = seen.find((one) => one.url.endsWith("/tickets")).request.body.getAll("request").map(fromBase64url);
  assert.deepEqual(asked.map((one) => one[2]), [KEY, keys[2], LOCKER_KEY].map(shortId));
  assert.deepEqual(asked.map((one) => one.length), [259, 259, 259]);
});
