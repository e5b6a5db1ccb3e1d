// Every published vector, every value between request and token, in the browser's module.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { blind, encode, finalize, makeKey, readKey, verify } from "../../forum/static/js/attendance/blindrsa.js";
import { concat, fromBase64url, fromHex, fromNumber, toBase64url, toHex, toNumber } from "../../forum/static/js/attendance/bytes.js";
import { challengeDigest, sha256 } from "../../forum/static/js/attendance/keylist.js";

function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf-8")).vectors;
}

const number = (hex) => BigInt(`0x${hex}`);

function inverse(value, n) {
  let [left, right, a, b] = [value, n, 1n, 0n];
  while (right) {
    const quotient = left / right;
    [left, right, a, b] = [right, left - quotient * right, b, a - quotient * b];
  }
  return ((a % n) + n) % n;
}

for (const vector of vectors("rfc9474-rsabssa.json")) {
  test(`${vector.name}: every value`, async () => {
    const key = makeKey(number(vector.n), number(vector.e));
    const message = fromHex(vector.msg_prefix + vector.msg);
    const salt = fromHex(vector.salt);
    assert.equal(toHex(message), vector.prepared_msg);
    assert.equal(toHex(await encode(message, key.encodedBits, salt)), vector.encoded_msg);
    const factor = inverse(number(vector.inv), key.n);
    const made = await blind(key, message, { salt, factor });
    assert.equal(toHex(made.encoded), vector.encoded_msg);
    assert.equal(toHex(made.blinded), vector.blinded_msg);
    assert.equal(toHex(fromNumber(made.inverse, key.size)), vector.inv);
    const signature = await finalize(key, message, fromHex(vector.blind_sig), made.inverse, salt.length);
    assert.equal(toHex(signature), vector.sig);
    assert.equal(await verify(key, message, signature, salt.length), true);
  });
}

for (const [at, vector] of vectors("rfc9578-type-0002.json").entries()) {
  test(`token type 0x0002, vector ${at + 1}: every value`, async () => {
    const spki = fromHex(vector.pkS);
    const key = readKey(spki);
    const keyId = await sha256(spki);
    const digest = await sha256(fromHex(vector.token_challenge));
    const message = concat([0, 2], fromHex(vector.nonce), digest, keyId);
    const made = await blind(key, message, { salt: fromHex(vector.salt), factor: number(vector.blind) });
    assert.equal(toHex(concat([0, 2, keyId.at(-1)], made.blinded)), vector.token_request);
    const signature = await finalize(key, message, fromHex(vector.token_response), made.inverse);
    assert.equal(toHex(concat(message, signature)), vector.token);
  });
}

test("a turned bit anywhere in the answer, or another length, is an invalid signature", async () => {
  const [vector] = vectors("rfc9578-type-0002.json");
  const key = readKey(fromHex(vector.pkS));
  const message = fromHex(vector.token).subarray(0, 98);
  const { inverse: unblind } = await blind(key, message, { salt: fromHex(vector.salt), factor: number(vector.blind) });
  const good = fromHex(vector.token_response);
  const spoiled = [0, 17, 128, 255].map((place) => good.map((byte, at) => (at === place ? byte ^ 1 : byte)));
  for (const answer of [...spoiled, good.subarray(1), concat(good, [0]), new Uint8Array(256), new Uint8Array(0)]) {
    await assert.rejects(finalize(key, message, answer, unblind), { code: "invalid-signature" });
  }
});

test("signatures agree with WebCrypto's own verification", async () => {
  const [vector] = vectors("rfc9578-type-0002.json");
  const key = readKey(fromHex(vector.pkS));
  const jwk = { kty: "RSA", n: toBase64url(fromNumber(key.n, 256)), e: "AQAB", alg: "PS384" };
  const theirs = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
  const token = fromHex(vector.token);
  const [message, signature] = [token.subarray(0, 98), token.subarray(98)];
  for (const place of [-1, 0, 1, 50, 200, 255]) {
    const tried = signature.map((byte, at) => (at === place ? byte ^ 1 : byte));
    const expected = await crypto.subtle.verify({ name: "RSA-PSS", saltLength: 48 }, theirs, tried, message);
    assert.equal(await verify(key, message, tried), expected);
    assert.equal(expected, place === -1);
  }
  assert.equal(await verify(key, message, fromNumber(toNumber(signature) + key.n, 257)), false);
});

test("only a 2,048-bit odd modulus with 65537 and the RSASSA-PSS identifier is a key", () => {
  const good = fromHex(vectors("rfc9578-type-0002.json")[0].pkS);
  const changed = (place, value) => good.map((byte, at) => (at === place ? value : byte));
  assert.equal(readKey(good).e, 65537n);
  const bad = [changed(81, 0x7f), changed(341 - 5, 0), changed(341, 3), changed(20, 1), good.subarray(1), concat(good, [0])];
  for (const spki of bad) assert.throws(() => readKey(spki), TypeError);
});

test("blinds and salts are fresh each time", async () => {
  const key = readKey(fromHex(vectors("rfc9578-type-0002.json")[0].pkS));
  const made = await Promise.all(Array.from({ length: 20 }, () => blind(key, fromHex("00"))));
  for (const part of ["blinded", "encoded", "inverse"]) {
    assert.equal(new Set(made.map((one) => String(one[part]))).size, 20);
  }
});

test("the challenge is laid out as the door lays it out", async () => {
  const list = { issuer: "127.0.0.1:8001", origin: "localhost:8000" };
  const digest = toHex(await challengeDigest(list, "session|session-00"));
  assert.equal(digest, "f833918123ac4082f90f106deb28683ccaa99f09a29333a232eb830d9c2ea283");
});

test("base64url has one spelling", () => {
  for (const bytes of [[], [0], [255, 254], [1, 2, 3]]) {
    assert.deepEqual(fromBase64url(toBase64url(Uint8Array.from(bytes))), Uint8Array.from(bytes));
  }
  for (const text of ["AA==", "AB", "A", "A+", "A/", " AA"]) assert.throws(() => fromBase64url(text));
});
