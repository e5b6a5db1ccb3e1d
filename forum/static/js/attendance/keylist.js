// The key list of a term: fetched, compared with the hash that the page was given, and read strictly.
// Whatever does not fit: keylist-mismatch, and nothing is sent to anybody.

import { ascii, fromBase64url, toHex } from "./bytes.js";
import { readKey } from "./blindrsa.js";
import { AttendanceError, requireCrypto } from "./refusal.js";

const MOST_BYTES = 8192;
const MOST_SESSIONS = 6;
const STATEMENT_KEY_BYTES = 32;
const ID = /^[\w-]{10}$/;
const NAME = /^[a-z0-9.[\]:-]{1,255}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/;
const FIELDS = "format,issuer,locker,origin,sessions,statements,term";
const SESSION_FIELDS = "collecting_closes,key,opens,session";

export async function fetchKeyList(url, digest, fetcher = fetch) {
  requireCrypto();
  let answer;
  let raw;
  try {
    answer = await fetcher(url, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
    raw = new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new AttendanceError("issuer-away");
  }
  if (answer.status === 404) throw new AttendanceError("collecting-closed");
  if (!answer.ok) throw new AttendanceError("issuer-away");
  return readKeyList(raw, digest);
}

export async function readKeyList(raw, digest) {
  if (raw.length > MOST_BYTES || (await sha256Hex(raw)) !== digest) throw new AttendanceError("keylist-mismatch");
  try {
    return { ...(await sound(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw)))), digest };
  } catch {
    throw new AttendanceError("keylist-mismatch");
  }
}

async function sound(list) {
  const entries = list.sessions;
  demand(named(list, FIELDS) && list.format === 2 && ID.test(list.term));
  demand(NAME.test(list.issuer) && NAME.test(list.origin));
  demand(Array.isArray(entries) && entries.length >= 1 && entries.length <= MOST_SESSIONS);
  const sessions = await Promise.all(entries.map(readSession));
  const locker = { ...(await readNamedKey(list.locker)), purpose: `locker|${list.term}` };
  demand(new Set(sessions.map((entry) => entry.session)).size === sessions.length);
  // A request names its key by one byte: no two keys of the list may share it.
  demand(new Set([locker, ...sessions].map((entry) => entry.shortId)).size === sessions.length + 1);
  const statements = fromBase64url(list.statements);
  demand(statements.length === STATEMENT_KEY_BYTES);
  return { term: list.term, issuer: list.issuer, origin: list.origin, sessions, locker, statements };
}

async function readSession(entry) {
  demand(named(entry, SESSION_FIELDS) && ID.test(entry.session));
  demand(TIME.test(entry.opens) && TIME.test(entry.collecting_closes));
  return {
    ...(await readNamedKey(entry.key)),
    session: entry.session,
    opens: moment(entry.opens),
    collectingCloses: moment(entry.collecting_closes),
    purpose: `session|${entry.session}`,
  };
}

async function readNamedKey(text) {
  const spki = fromBase64url(text);
  const keyId = await sha256(spki);
  return { key: readKey(spki), keyId, shortId: keyId.at(-1) };
}

// The digest that every ticket for this purpose carries (RFC 9577, section 2.1; redemption context: the purpose), which
// is `session|` and a session, or `locker|` and a term.
export async function challengeDigest(list, purpose) {
  const context = await sha256(ascii(purpose));
  const [issuer, origin] = [ascii(list.issuer), ascii(list.origin)];
  return sha256(
    Uint8Array.from([0, 2, ...sized(issuer), ...issuer, context.length, ...context, ...sized(origin), ...origin]),
  );
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

async function sha256Hex(bytes) {
  return toHex(await sha256(bytes));
}

function sized(bytes) {
  return [bytes.length >> 8, bytes.length & 255];
}

function named(thing, fields) {
  return Object.keys(thing).sort().join(",") === fields;
}

function moment(text) {
  const time = Date.parse(text);
  demand(!Number.isNaN(time));
  return time;
}

function demand(holds) {
  if (!holds) throw new TypeError("not a key list");
}
