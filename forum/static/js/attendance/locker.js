// The locker: one box goes in for each card, and everybody who comes takes all of them out.

import { asked, TRY_AGAIN } from "./asking.js";
import { toBase64url, toHex } from "./bytes.js";
import { BOX_BYTES } from "./box.js";
import { sha256 } from "./keylist.js";
import { AttendanceError, requireCrypto } from "./refusal.js";

export { BOX_BYTES, openBoxes, sealBox } from "./box.js";
export { asDigits, asWords, newSecret, readSecret } from "./secret.js";

const TRIES = 3;
const MEANWHILE = 3000;
const PLAIN = { credentials: "omit", cache: "no-store" };

// Puts the box in. The identical pair again is answered the same, so a lost answer can be asked for again.
export async function deposit(url, ticket, box, fetcher = fetch, tries = TRIES) {
  const body = JSON.stringify({ ticket: toBase64url(ticket), box: toBase64url(box) });
  const request = { ...PLAIN, method: "POST", headers: { "Content-Type": "application/json" }, body };
  const again = () => deposit(url, ticket, box, fetcher);
  try {
    const answer = await asked(fetcher, url, request, "store-away", again);
    if (answer.kept !== true) throw new AttendanceError("server-fault", again);
  } catch (error) {
    if (tries <= 1 || !TRY_AGAIN.has(error.code)) throw error;
    await deposit(url, ticket, box, fetcher, tries - 1);
  }
}

// All boxes, once the door and the issuer name the same; null where there are none yet. An edition may change between two
// answers: so both are asked once more, and only then is it a mismatch.
export async function fetchBoxes(doorUrl, issuerUrl, { fetcher = fetch, wait = pause } = {}) {
  requireCrypto();
  const first = await compared(doorUrl, issuerUrl, fetcher);
  if (first.agreed) return first.boxes;
  await wait(MEANWHILE);
  const second = await compared(doorUrl, issuerUrl, fetcher);
  if (second.agreed) return second.boxes;
  throw new AttendanceError("keylist-mismatch");
}

async function compared(doorUrl, issuerUrl, fetcher) {
  const [told, given] = await Promise.all([toldBy(issuerUrl, fetcher), givenBy(doorUrl, fetcher)]);
  const whole = given === null || given.boxes.length % BOX_BYTES === 0;
  const agreed = whole && told?.edition === given?.edition && told?.digest === given?.digest;
  return { agreed, boxes: given?.boxes ?? null };
}

// What the issuer was told of the newest edition.
async function toldBy(url, fetcher) {
  const answer = await answered(fetcher, url, { ...PLAIN, referrerPolicy: "no-referrer" }, "issuer-away");
  return answer === null ? null : readTold(new TextDecoder().decode(answer.body));
}

// What cannot be read agrees with nothing.
function readTold(text) {
  try {
    const { edition, digest } = JSON.parse(text);
    return { edition: String(edition), digest };
  } catch {
    return {};
  }
}

async function givenBy(url, fetcher) {
  const answer = await answered(fetcher, url, PLAIN, "store-away");
  if (answer === null) return null;
  const boxes = answer.body;
  return { edition: answer.headers.get("X-Edition"), digest: toHex(await sha256(boxes)), boxes };
}

async function answered(fetcher, url, request, away) {
  let answer;
  let body;
  try {
    answer = await fetcher(url, request);
    body = new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new AttendanceError(away);
  }
  if (answer.status === 404) return null;
  if (answer.status === 410) throw new AttendanceError("closed");
  if (!answer.ok) throw new AttendanceError(away);
  return { body, headers: answer.headers };
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
