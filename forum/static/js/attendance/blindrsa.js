// RSABSSA-SHA384-PSS-Deterministic, the client's half (RFC 9474, section 4), and RSASSA-PSS with SHA-384 (RFC 8017).

import { concat, fromHex, fromNumber, same, toNumber } from "./bytes.js";
import { AttendanceError } from "./refusal.js";

const HASH = 48;
export const SALT = 48;
export const KEY_BYTES = 256;

// The one DER spelling of a key with the RSASSA-PSS identifier (RFC 9578, section 6.5), a modulus of exactly 2,048 bits
// and the exponent 65537. WebCrypto does not read it, so it is read here.
const HEAD = fromHex(
  "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b" +
    "0609608648016503040202a2030201300382010f003082010a0282010100",
);
const TAIL = fromHex("0203010001");

export function makeKey(n, e = 65537n) {
  const bits = n.toString(2).length;
  return { n, e, size: Math.ceil(bits / 8), encodedBits: bits - 1 };
}

export function readKey(spki) {
  const modulus = spki.subarray(HEAD.length, HEAD.length + KEY_BYTES);
  const framed = same(spki, concat(HEAD, modulus, TAIL));
  if (!framed || modulus.length !== KEY_BYTES || modulus[0] < 128 || modulus[KEY_BYTES - 1] % 2 === 0) {
    throw new TypeError("not a key of the kind in use");
  }
  return makeKey(toNumber(modulus));
}

export async function blind(key, message, { salt = randomBytes(SALT), factor = drawFactor(key.n) } = {}) {
  const encoded = await encode(message, key.encodedBits, salt);
  const m = toNumber(encoded);
  const inverse = invert(factor, key.n);
  if (inverse === null || invert(m, key.n) === null) throw new AttendanceError("invalid-signature");
  return { encoded, blinded: fromNumber((m * power(factor, key.e, key.n)) % key.n, key.size), inverse };
}

// The signature, once it is known to be good; otherwise throws, and nonce and blind must never be used again.
export async function finalize(key, message, blindSignature, inverse, saltSize = SALT) {
  if (blindSignature.length === key.size) {
    const signature = fromNumber((toNumber(blindSignature) * inverse) % key.n, key.size);
    if (await verify(key, message, signature, saltSize)) return signature;
  }
  throw new AttendanceError("invalid-signature");
}

export async function verify(key, message, signature, saltSize = SALT) {
  const s = toNumber(signature);
  if (signature.length !== key.size || s >= key.n) return false;
  const size = Math.ceil(key.encodedBits / 8);
  const m = power(s, key.e, key.n);
  return m >> BigInt(8 * size) === 0n && isEncoding(message, fromNumber(m, size), key.encodedBits, saltSize);
}

// EMSA-PSS-ENCODE (RFC 8017, section 9.1.1).
export async function encode(message, bits, salt) {
  const filler = Math.ceil(bits / 8) - HASH - salt.length - 2;
  if (filler < 0) throw new TypeError("the key is too short for this encoding");
  const seal = await sealed(message, salt);
  const masked = await mask(concat(new Uint8Array(filler), [1], salt), seal, bits);
  return concat(masked, seal, [0xbc]);
}

// EMSA-PSS-VERIFY (RFC 8017, section 9.1.2).
async function isEncoding(message, encoded, bits, saltSize) {
  const filler = encoded.length - HASH - saltSize - 2;
  const front = encoded[0] >> (8 - spare(bits));
  if (filler < 0 || front !== 0 || encoded.at(-1) !== 0xbc) return false;
  const seal = encoded.subarray(-HASH - 1, -1);
  const block = await mask(encoded.subarray(0, -HASH - 1), seal, bits);
  const padded = same(block.subarray(0, filler + 1), concat(new Uint8Array(filler), [1]));
  return padded && same(seal, await sealed(message, block.subarray(filler + 1)));
}

async function sealed(message, salt) {
  return sha384(concat(new Uint8Array(8), await sha384(message), salt));
}

async function mask(block, seal, bits) {
  const rounds = Math.ceil(block.length / HASH);
  const blocks = Array.from({ length: rounds }, (_, count) => sha384(concat(seal, fromNumber(BigInt(count), 4))));
  const stream = concat(...(await Promise.all(blocks)));
  const mixed = block.map((byte, at) => byte ^ stream[at]);
  mixed[0] &= 0xff >> spare(bits);
  return mixed;
}

async function sha384(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
}

// How many bits at the front of the first byte must be zero.
function spare(bits) {
  return (8 - (bits % 8)) % 8;
}

export function randomBytes(size) {
  return crypto.getRandomValues(new Uint8Array(size));
}

// An integer from 1 to n - 1, all equally likely.
function drawFactor(n) {
  const size = Math.ceil(n.toString(2).length / 8);
  for (;;) {
    const drawn = toNumber(randomBytes(size));
    if (drawn > 0n && drawn < n) return drawn;
  }
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === "1") result = (result * base) % modulus;
  }
  return result;
}

// The inverse modulo n, or null where there is none.
function invert(value, n) {
  let [left, right, a, b] = [value % n, n, 1n, 0n];
  while (right !== 0n) {
    const quotient = left / right;
    [left, right] = [right, left - quotient * right];
    [a, b] = [b, a - quotient * b];
  }
  return left === 1n ? ((a % n) + n) % n : null;
}
