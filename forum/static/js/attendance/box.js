// A sealed box: up to six tickets under a key that is made from a secret. Every box has the same size, and none says what
// is in it, for whom, or whether anybody ever read the secret.

import { randomBytes } from "./blindrsa.js";
import { ascii, concat, fromHex, same } from "./bytes.js";
import { AttendanceError, requireCrypto } from "./refusal.js";
import { plainDigits } from "./secret.js";
import { ID_BYTES, SECRET_BYTES, TOKEN_BYTES } from "./tickets.js";

export const BOX_BYTES = 2588;
const ROUNDS = 600_000;
const IV_BYTES = 12;
const PLAIN_BYTES = 2560;
const MOST_TICKETS = 6;
const HEAD = new Uint8Array(32);
const ENTRY_BYTES = ID_BYTES + TOKEN_BYTES + SECRET_BYTES;

export async function sealBox(tickets, secret, digest, random = randomBytes) {
  requireCrypto();
  const plain = packed(tickets);
  const iv = random(IV_BYTES);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(secret, digest), plain);
  return concat(iv, new Uint8Array(sealed));
}

// The tickets of the one box that this secret opens, or null. The key is derived once, and tried on every box, also after
// one has opened.
export async function openBoxes(bytes, secret, digest) {
  requireCrypto();
  if (bytes.length % BOX_BYTES !== 0) throw new AttendanceError("keylist-mismatch");
  const key = await keyOf(secret, digest);
  const starts = Array.from({ length: bytes.length / BOX_BYTES }, (_, at) => at * BOX_BYTES);
  const opened = await Promise.all(starts.map((start) => opening(bytes.subarray(start, start + BOX_BYTES), key)));
  return opened.find((tickets) => tickets !== null) ?? null;
}

// PBKDF2 once per term and secret: the salt is the hash of the key list, so one key is tried on all boxes.
async function keyOf(secret, digest) {
  const material = await crypto.subtle.importKey("raw", ascii(plainDigits(secret)), "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: fromHex(digest), iterations: ROUNDS };
  return crypto.subtle.deriveKey(way, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function opening(box, key) {
  const way = { name: "AES-GCM", iv: box.subarray(0, IV_BYTES) };
  try {
    return unpacked(new Uint8Array(await crypto.subtle.decrypt(way, key, box.subarray(IV_BYTES))));
  } catch {
    return null;
  }
}

function packed(tickets) {
  const entries = tickets.map(({ session, token, secret }) => concat(ascii(session), token, secret));
  if (tickets.length > MOST_TICKETS || entries.some((entry) => entry.length !== ENTRY_BYTES)) {
    throw new AttendanceError("malformed");
  }
  const filled = concat(HEAD, [tickets.length], ...entries);
  return concat(filled, new Uint8Array(PLAIN_BYTES - filled.length));
}

// Throws for anything that `packed` did not make.
function unpacked(plain) {
  const count = plain[HEAD.length];
  const entries = Array.from({ length: count }, (_, at) => entryAt(plain, HEAD.length + 1 + at * ENTRY_BYTES));
  if (!same(packed(entries), plain)) throw new TypeError("not a box of ours");
  return entries;
}

function entryAt(plain, start) {
  const [token, secret] = [start + ID_BYTES, start + ID_BYTES + TOKEN_BYTES];
  return {
    session: String.fromCharCode(...plain.subarray(start, token)),
    token: plain.slice(token, secret),
    secret: plain.slice(secret, start + ENTRY_BYTES),
  };
}
