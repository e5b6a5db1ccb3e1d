// A small issuer in Node, with the key of a published vector: enough to see what the browser's module sends and takes.

import { createHash, createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";

import { fromBase64url, fromHex, fromNumber, toBase64url, toHex, toNumber } from "../../../forum/static/js/attendance/bytes.js";

const [VECTOR] = JSON.parse(readFileSync(new URL("../../vectors/rfc9578-type-0002.json", import.meta.url))).vectors;
const HEAD = VECTOR.pkS.slice(0, 162);
const TAIL = "0203010001";

const privateKey = (pair) => {
  const { n, d } = pair.export({ format: "jwk" });
  const [modulus, exponent] = [n, d].map((part) => toNumber(fromBase64url(part)));
  const spki = fromHex(HEAD + toHex(fromNumber(modulus, 256)) + TAIL);
  return { n: modulus, d: exponent, spki, shortId: createHash("sha256").update(spki).digest().at(-1) };
};

const SESSION = privateKey(createPrivateKey(Buffer.from(VECTOR.skS, "hex")));
const shortIds = new Set([SESSION.shortId]);
const OTHER = another();
const LOCKER = another();

function another() {
  const made = privateKey(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
  return shortIds.has(made.shortId) ? another() : (shortIds.add(made.shortId), made);
}

export const CODE = "GP1XF3A7QYFR6F0DTHB1";
export const KEY = toBase64url(fromHex(VECTOR.pkS));
export const OTHER_KEY = toBase64url(OTHER.spki);
export const LOCKER_KEY = toBase64url(LOCKER.spki);
export const STATEMENTS = toBase64url(new Uint8Array(32));

export function keyList(changes = {}, sessionChanges = {}) {
  const session = { collecting_closes: "2027-03-01T21:00Z", key: KEY, opens: "2027-03-01T19:00Z", session: "session-00" };
  const list = { format: 2, issuer: "127.0.0.1:8001", origin: "localhost:8000", term: "term-00000" };
  return { ...list, locker: LOCKER_KEY, statements: STATEMENTS, sessions: [{ ...session, ...sessionChanges }], ...changes };
}

export function sign(blinded, { n, d } = SESSION) {
  let [result, base, exponent] = [1n, toNumber(blinded) % n, d];
  for (; exponent > 0n; exponent >>= 1n, base = (base * base) % n) if (exponent & 1n) result = (result * base) % n;
  return fromNumber(result, 256);
}

// Plays the issuer: `answers` may replace the answer to the n-th collecting.
export function play({ list = keyList(), answers = [], closed = () => Response.json({ collected: [] }) } = {}) {
  const raw = Buffer.from(typeof list === "string" ? list : JSON.stringify(list));
  const seen = [];
  const fetcher = async (url, request) => {
    seen.push({ url, request, body: request.body?.toString() });
    if (url.includes("/collected/")) return closed();
    if (!url.endsWith("/tickets")) return new Response(raw);
    const nth = seen.filter((one) => one.url === url).length - 1;
    return (answers[nth] ?? signed)(request);
  };
  const digest = createHash("sha256").update(raw).digest("hex");
  const order = { code: CODE, keylistUrl: "http://127.0.0.1:8001/keys/term-00000", digest, fetcher };
  order.ticketsUrl = "http://127.0.0.1:8001/tickets";
  return { order: { ...order, issuer: "http://127.0.0.1:8001", origin: "http://localhost:8000" }, seen };
}

export function signed(request, spoil = (bytes) => bytes) {
  const requests = request.body.getAll("request").map(fromBase64url);
  const key = (one) => [LOCKER, OTHER].find(({ shortId }) => shortId === one[2]) ?? SESSION;
  return Response.json({ responses: requests.map((one) => toBase64url(spoil(sign(one.subarray(3), key(one))))) });
}

export const lost = () => Promise.reject(new TypeError("network"));

export const refused = (status, code) => () => Response.json({ code }, { status });
