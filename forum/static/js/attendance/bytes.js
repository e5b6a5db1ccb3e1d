// Bytes, base64url and big numbers.

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function same(left, right) {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

export function ascii(text) {
  return Uint8Array.from(text, (symbol) => symbol.charCodeAt(0));
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toNumber(bytes) {
  return BigInt(`0x${toHex(bytes) || "0"}`);
}

export function fromNumber(number, size) {
  return fromHex(number.toString(16).padStart(2 * size, "0"));
}

export function toBase64url(bytes) {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// Throws for anything but the one spelling that toBase64url writes.
export function fromBase64url(text) {
  if (!/^[\w-]*$/.test(text)) throw new TypeError("not base64url");
  const bytes = ascii(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  if (toBase64url(bytes) !== text) throw new TypeError("not canonical base64url");
  return bytes;
}
