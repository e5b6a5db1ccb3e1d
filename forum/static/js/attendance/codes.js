// Invitation codes: 20 symbols of Crockford's base32, the last two a check (Reed-Solomon over GF(32)).
// Reads exactly what forum/tickets/codes.py reads.

import { AttendanceError } from "./refusal.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS = 20;
const LONGEST_TEXT = 200;
const SEPARATORS = new Set(" \t\r\n\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014\u2212");

const READ_AS = new Map(
  Array.from(ALPHABET).flatMap((symbol, value) => [
    [symbol, value],
    [symbol.toLowerCase(), value],
  ]),
);
for (const symbol of "Oo") READ_AS.set(symbol, 0);
for (const symbol of "IiLl") READ_AS.set(symbol, 1);

// The canonical form of what somebody typed; throws bad-code, and nothing was sent.
export function parseCode(text) {
  const symbols = text.length > LONGEST_TEXT ? [] : Array.from(text).filter((symbol) => !SEPARATORS.has(symbol));
  const values = symbols.map((symbol) => READ_AS.get(symbol));
  if (values.length !== SYMBOLS || values.includes(undefined) || !checks(values)) throw new AttendanceError("bad-code");
  return values.map((value) => ALPHABET[value]).join("");
}

// The code as it stands on a card: five groups of four.
export function printed(code) {
  return code.match(/.{4}/g).join("-");
}

function timesA(value) {
  const doubled = value << 1;
  return doubled & 32 ? doubled ^ 0b100101 : doubled;
}

// True if the word, read as a polynomial, is divisible by x^2 + (a + 1)x + a.
function checks(values) {
  let [high, low] = [0, 0];
  for (const value of values) {
    const doubled = timesA(high);
    [high, low] = [low ^ doubled ^ high, value ^ doubled];
  }
  return high === 0 && low === 0;
}
