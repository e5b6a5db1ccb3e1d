// Tickets that open nothing, and boxes with anything at all in them.

import { concat, fromHex } from "../../../forum/static/js/attendance/bytes.js";

export const DIGEST = "5a".repeat(32);

export function ticket(number) {
  return {
    session: `session-${String(number).padStart(2, "0")}`,
    token: new Uint8Array(354).fill(number),
    secret: new Uint8Array(16).fill(100 + number),
  };
}

export function tickets(count) {
  return Array.from({ length: count }, (_, number) => ticket(number));
}

// A box with these bytes in it, made without the module that is tested.
export async function box(plain, secret) {
  const digits = new TextEncoder().encode(secret.toString().padStart(24, "0"));
  const material = await crypto.subtle.importKey("raw", digits, "PBKDF2", false, ["deriveBits"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: fromHex(DIGEST), iterations: 600_000 };
  const bits = await crypto.subtle.deriveBits(way, material, 256);
  const key = await crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain)));
}
