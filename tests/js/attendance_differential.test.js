// The browser's module against another implementation of RFC 9474: each takes what the other made.

import assert from "node:assert/strict";
import test from "node:test";

import { RSABSSA } from "@cloudflare/blindrsa-ts";

import { blind, finalize, makeKey, verify } from "../../forum/static/js/attendance/blindrsa.js";
import { fromBase64url, toHex, toNumber } from "../../forum/static/js/attendance/bytes.js";

const theirs = RSABSSA.SHA384.PSS.Deterministic();
const parameters = { modulusLength: 2048, publicExponent: Uint8Array.from([1, 0, 1]) };
const message = (at) => crypto.getRandomValues(new Uint8Array(at * 7));

test("each takes the blinds, answers and signatures of the other", async () => {
  const pair = await RSABSSA.SHA384.generateKey(parameters);
  const { n } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const key = makeKey(toNumber(fromBase64url(n)));
  for (let at = 0; at < 8; at += 1) {
    const words = message(at);
    const made = await blind(key, words);
    const answer = await theirs.blindSign(pair.privateKey, made.blinded);
    const signature = await finalize(key, words, answer, made.inverse);
    assert.equal(await theirs.verify(pair.publicKey, signature, words), true);

    const other = await theirs.blind(pair.publicKey, words);
    const reply = await theirs.blindSign(pair.privateKey, other.blindedMsg);
    const unblinded = await theirs.finalize(pair.publicKey, words, reply, other.inv);
    assert.equal(await verify(key, words, unblinded), true);
    assert.equal(toHex(await finalize(key, words, reply, toNumber(other.inv))), toHex(unblinded));
  }
});
