// From a code to tickets, and from a ticket to a seat. Codes, blinds, tickets and secrets live in this page's memory only.

import { asked, TRY_AGAIN } from "./asking.js";
import { blind, finalize, KEY_BYTES, randomBytes } from "./blindrsa.js";
import { concat, fromBase64url, toBase64url } from "./bytes.js";
import { parseCode } from "./codes.js";
import { challengeDigest, fetchKeyList } from "./keylist.js";
import { AttendanceError, requireCrypto } from "./refusal.js";
import { SECRET_BYTES } from "./tickets.js";

export { AttendanceError } from "./refusal.js";

const TYPE = [0, 2];
const TRIES = 3;

// What was asked and not yet answered: a second try with the same code must ask for the very same, or the card is spent.
let unfinished = null;

// Answers {tickets, locker, list}: tickets [{session, token, secret}], one for every session still collecting, whether or
// not the person means to come; the locker's {token}, which buys one box; and the key list that was read.
// Where an answer was lost, calling this once more with the same code sends the same bytes again; so does `error.again()`.
export async function collect(wanted) {
  requireCrypto();
  const code = parseCode(wanted.code);
  if (unfinished?.code !== code || unfinished.digest !== wanted.digest) unfinished = await asking({ ...wanted, code });
  return exchange(unfinished);
}

// Which sessions still collect the issuer says, the same to everybody: the clock of a phone may be a day off.
async function asking(wanted) {
  const { code, keylistUrl, digest, ticketsUrl, issuer, origin, fetcher = fetch } = wanted;
  const { collectedUrl = keylistUrl.replace("/keys/", "/collected/") } = wanted;
  const list = await fetchKeyList(keylistUrl, digest, fetcher);
  const foreign = (issuer && hostOf(issuer) !== list.issuer) || (origin && hostOf(origin) !== list.origin);
  if (foreign) throw new AttendanceError("keylist-mismatch");
  const closed = await closedSessions({ fetcher, collectedUrl, list }, () => collect(wanted));
  const open = list.sessions.filter((entry) => !closed.has(entry.session));
  if (open.length === 0) throw new AttendanceError("collecting-closed");
  const batch = await Promise.all([...open, list.locker].map((entry) => prepare(list, entry)));
  return { code, digest, list, batch, ticketsUrl, collectedUrl, fetcher };
}

// Opens the seat, or opens it again; the answer's cookie is the browser's to keep.
export async function redeem(seatUrl, token, secret, fetcher = fetch) {
  const body = JSON.stringify({ ticket: toBase64url(token), secret: toBase64url(secret) });
  const again = () => redeem(seatUrl, token, secret, fetcher);
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body, cache: "no-store" };
  const answer = await asked(fetcher, seatUrl, { ...request, credentials: "same-origin" }, "store-away", again);
  if (answer.seated !== true) throw new AttendanceError("server-fault", again);
}

// One blinded request (RFC 9578, section 6.1), with what stays here to take the blind off again.
export async function prepare(list, entry) {
  const nonce = randomBytes(32);
  const message = concat(TYPE, nonce, await challengeDigest(list, entry.purpose), entry.keyId);
  const { blinded, inverse } = await blind(entry.key, message);
  return { session: entry.session, key: entry.key, message, inverse, request: concat(TYPE, [entry.shortId], blinded) };
}

// The ticket in this answer; a faulty one is never asked for again with the same nonce.
export async function unwrap({ session, key, message, inverse }, answer) {
  const signature = await finalize(key, message, answer, inverse);
  return { session, token: concat(message, signature), secret: randomBytes(SECRET_BYTES) };
}

async function exchange(order, refreshed = false) {
  try {
    const answers = await posted(order, TRIES);
    const tickets = await Promise.all(order.batch.map((one, at) => unwrap(one, answers[at])));
    unfinished = null;
    return { tickets: tickets.slice(0, -1), locker: { token: tickets.at(-1).token }, list: order.list };
  } catch (error) {
    if (error.code === "collecting-closed" && !refreshed) return fewer(order, error);
    // Good for another try with the same bytes, or over: then code, blinds and nonces go at once.
    if (!error.again) unfinished = null;
    throw error;
  }
}

// Some of the sessions have closed meanwhile: the same requests for those that are left.
async function fewer(order, error) {
  const closed = await closedSessions(order, () => exchange(order));
  const batch = order.batch.filter((one) => !closed.has(one.session));
  if (batch.length > 1 && batch.length < order.batch.length) return exchange({ ...order, batch }, true);
  unfinished = null;
  throw error;
}

async function closedSessions({ fetcher, collectedUrl, list }, again) {
  const request = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  try {
    const { collected } = await asked(fetcher, collectedUrl, request, "issuer-away", again);
    return new Set(collected.map((one) => one.session));
  } catch (error) {
    // Not found: the whole term is over.
    if (error.code === "not-found") return new Set(list.sessions.map((one) => one.session));
    throw error instanceof AttendanceError ? error : new AttendanceError("issuer-away", again);
  }
}

async function posted(order, tries) {
  const fields = [["code", order.code], ...order.batch.map((one) => ["request", toBase64url(one.request)])];
  // A form, so that the browser asks nothing beforehand; no cookies, no address of the page.
  const request = { method: "POST", body: new URLSearchParams(fields), credentials: "omit", cache: "no-store" };
  const again = () => exchange(order);
  try {
    const answer = await asked(
      order.fetcher, order.ticketsUrl, { ...request, referrerPolicy: "no-referrer" }, "issuer-away", again,
    );
    return readAnswers(answer, order.batch.length);
  } catch (error) {
    if (tries > 1 && TRY_AGAIN.has(error.code)) return posted(order, tries - 1);
    throw error;
  }
}

function readAnswers(answer, count) {
  try {
    const answers = answer.responses.map(fromBase64url);
    if (answers.length === count && answers.every((one) => one.length === KEY_BYTES)) return answers;
  } catch {
    // falls through: an answer that cannot be read is a faulty one
  }
  throw new AttendanceError("invalid-signature");
}

function hostOf(origin) {
  return origin.replace(/^[a-z]+:\/\//, "").replace(/\/$/, "");
}
