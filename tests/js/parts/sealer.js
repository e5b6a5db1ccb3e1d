// Seals a box as the page does: the key list's hash and the number of tickets come as arguments; everything goes out as JSON.

import { readFileSync } from "node:fs";

import { randomBytes } from "../../../forum/static/js/attendance/blindrsa.js";
import { toBase64url } from "../../../forum/static/js/attendance/bytes.js";
import { asDigits, asWords, newSecret, sealBox } from "../../../forum/static/js/attendance/locker.js";
import { wordsOf } from "../../../forum/static/js/attendance/words.js";

const [digest, count] = process.argv.slice(2);
const words = JSON.parse(readFileSync(new URL("../../../forum/static/vendor/words.json", import.meta.url)));
const tickets = Array.from({ length: Number(count) }, (_, at) => (
  { session: `session-0${at}`, token: randomBytes(354), secret: randomBytes(16) }
));
const secret = newSecret();
const told = tickets.map(({ session, token, secret: seat }) => (
  { session, token: toBase64url(token), secret: toBase64url(seat) }
));
process.stdout.write(JSON.stringify({
  box: toBase64url(await sealBox(tickets, secret, digest)),
  digits: asDigits(secret),
  words: asWords(secret, words),
  twelve: wordsOf(digest, words),
  tickets: told,
}));
