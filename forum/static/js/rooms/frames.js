/**
 * Frames: what goes over the wire, always the same size in each direction, whatever it says.
 *
 * A part is a region of fixed size that holds records and then zeros. A record is the length of its
 * JSON, the length of its text (both two bytes, big-endian), the JSON and the text.
 */

export const UP = 1536;
export const DOWN = {
  floor: { shared: 2304, own: 768 },
  desk: { shared: 9216, own: 3072 },
};

const HEAD = 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** The bytes of a frame as the string that one event carries. */
export function toBase64(bytes) {
  const pieces = [];
  for (let i = 0; i < bytes.length; i += 4096) pieces.push(String.fromCharCode(...bytes.subarray(i, i + 4096)));
  return btoa(pieces.join(""));
}

/** The bytes that a base64 string stands for; throws when it is not base64. */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

function writeRecord(part, at, { text = "", ...json }) {
  const head = encoder.encode(JSON.stringify(json));
  const words = encoder.encode(text);
  const end = at + HEAD + head.length + words.length;
  if (end > part.length) throw new RangeError("a record does not fit its part");
  new DataView(part.buffer, part.byteOffset).setUint16(at, head.length);
  new DataView(part.buffer, part.byteOffset).setUint16(at + 2, words.length);
  part.set(head, at + HEAD);
  part.set(words, at + HEAD + head.length);
  return end;
}

/** A part of `size` bytes that holds these records; throws RangeError when they do not fit. */
export function writePart(size, records) {
  const part = new Uint8Array(size);
  records.reduce((at, record) => writeRecord(part, at, record), 0);
  return part;
}

function readRecord(part, at, jsonLength, textLength) {
  const words = at + HEAD + jsonLength;
  if (words + textLength > part.length) throw new RangeError("a record runs over its part");
  const json = JSON.parse(decoder.decode(part.subarray(at + HEAD, words)));
  return { ...json, text: decoder.decode(part.subarray(words, words + textLength)) };
}

/** The records of a part, each as its JSON fields and `text`. */
export function readPart(part) {
  const view = new DataView(part.buffer, part.byteOffset, part.length);
  const records = [];
  for (let at = 0; at + HEAD <= part.length; ) {
    const jsonLength = view.getUint16(at);
    if (jsonLength === 0) break;
    const textLength = view.getUint16(at + 2);
    records.push(readRecord(part, at, jsonLength, textLength));
    at += HEAD + jsonLength + textLength;
  }
  return records;
}

/** One tick of this page, with at most one command in it. */
export function encodeUp({ epoch, frame }, command = null) {
  const tick = { k: "tick", e: epoch ?? "", f: frame ?? 0 };
  return toBase64(writePart(UP, command ? [tick, command] : [tick]));
}

/** What one frame tells: its beat, and the records for everyone and for this seat alone. */
export function decodeDown(base64, audience) {
  const { shared, own } = DOWN[audience];
  const bytes = fromBase64(base64);
  if (bytes.length !== shared + own) throw new RangeError("a frame of another size");
  const [beat, ...rest] = readPart(bytes.subarray(0, shared));
  if (beat?.k !== "beat") throw new RangeError("a frame without its beat");
  return { beat, shared: rest, own: readPart(bytes.subarray(shared)) };
}
