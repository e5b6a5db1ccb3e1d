// Collects six tickets and one for the locker with our module and with another one, over the same keys and the same issuer.
// `window.collecting[who]()` answers the milliseconds that the page itself was busy for, the issuer's time left out.

import { blind, finalize, randomBytes, readKey } from "/ours/attendance/blindrsa.js";
import { concat, fromBase64url, toBase64url } from "/ours/attendance/bytes.js";
import { sha256 } from "/ours/attendance/keylist.js";
import { RSABSSA } from "/theirs/index.js";

const theirs = RSABSSA.SHA384.PSS.Deterministic();
const keys = await Promise.all((await (await fetch("/keys")).json()).map(readBoth));

async function readBoth({ spki, n }) {
  const raw = fromBase64url(spki);
  const jwk = { kty: "RSA", n, e: "AQAB", alg: "PS384", ext: true };
  const foreign = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  return { own: readKey(raw), foreign, keyId: await sha256(raw) };
}

// The 98 bytes that a ticket is signed over.
function message({ keyId }) {
  return concat([0, 2], randomBytes(32), randomBytes(32), keyId);
}

async function answers(blinded) {
  const body = JSON.stringify(blinded.map(toBase64url));
  return (await (await fetch("/sign", { method: "POST", body })).json()).map(fromBase64url);
}

// All of them at once, as our page does it.
async function collect(asking, ending) {
  const words = keys.map(message);
  const begun = performance.now();
  const asked = await Promise.all(keys.map((key, at) => asking(key, words[at])));
  const waited = performance.now();
  const signed = await answers(asked.map((one) => one.blinded));
  const told = performance.now();
  const tickets = await Promise.all(keys.map((key, at) => ending(key, words[at], signed[at], asked[at].inverse)));
  const done = performance.now();
  if (tickets.length !== keys.length || tickets.some((one) => one.length !== 256)) throw new Error("not collected");
  return done - told + (waited - begun);
}

window.collecting = {
  ours: () =>
    collect(
      (key, words) => blind(key.own, words),
      (key, words, signed, inverse) => finalize(key.own, words, signed, inverse),
    ),
  theirs: () =>
    collect(
      async (key, words) => {
        const { blindedMsg, inv } = await theirs.blind(key.foreign, words);
        return { blinded: blindedMsg, inverse: inv };
      },
      (key, words, signed, inverse) => theirs.finalize(key.foreign, words, signed, inverse),
    ),
};
