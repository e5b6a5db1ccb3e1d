// Seals tickets as the page does: {"tickets": [[session, token, secret]], "digest": hex, "words": path} comes as an argument,
// {"box", "words", "digits"} goes out.

import { readFileSync } from "node:fs";

import { fromBase64url, toBase64url } from "../../../forum/static/js/attendance/bytes.js";
import { asDigits, asWords, newSecret, sealBox } from "../../../forum/static/js/attendance/locker.js";

const { tickets, digest, words } = JSON.parse(process.argv[2]);
const read = ([session, token, secret]) => ({ session, token: fromBase64url(token), secret: fromBase64url(secret) });
const secret = newSecret();
const box = toBase64url(await sealBox(tickets.map(read), secret, digest));
const list = JSON.parse(readFileSync(words));
process.stdout.write(JSON.stringify({ box, words: asWords(secret, list), digits: asDigits(secret) }));
