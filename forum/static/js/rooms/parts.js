/** A long thought, cut where people would cut it: between paragraphs, sentences or words, never inside a letter. */

import { MESSAGE, room, tidy } from "./measure.js";

/** In so many parts at most can one thought be sent. */
export const PARTS = 6;

const MOST_UNITS = PARTS * MESSAGE.bytes * 2;
// Where to cut, the best way first, and how much of a part must be full at least for it.
const WAYS = [
  [/\n[^\S\n]*\n\s*(?![\s\p{M}\u200d])/gu, 0.5],
  [/\n\s*(?![\s\p{M}\u200d])/gu, 0.6],
  [/[.!?…]["'”’)\]]*\s+(?![\s\p{M}\u200d])/gu, 0.4],
  [/\s+(?![\s\p{M}\u200d])/gu, 0.25],
];
const JOINED = /[\p{M}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]/u;

function* letters(text) {
  if (Intl.Segmenter) for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) yield segment;
  else yield* joined(text);
}

// Without the browser's help: marks, joiners and skin tones stay with what they follow.
function* joined(text) {
  let letter = "";
  for (const point of text) {
    if (letter && !JOINED.test(point) && !letter.endsWith("\u200d")) {
      yield letter;
      letter = "";
    }
    letter += point;
  }
  if (letter) yield letter;
}

const encoder = new TextEncoder();

// How far a part can go at most: whole letters only.
function reach(text, limits) {
  let { characters, bytes } = limits;
  let end = 0;
  for (const letter of letters(text)) {
    characters -= [...letter].length;
    bytes -= encoder.encode(letter).length;
    if (characters < 0 || bytes < 0) break;
    end += letter.length;
  }
  return end;
}

function lastCut(text, way, least) {
  const ends = [...text.matchAll(way)].map((found) => found.index + found[0].trimEnd().length);
  return ends.findLast((end) => end >= least) ?? 0;
}

// `most` is where it must end; a space right behind it is as good a place as one within.
function cutAt(text, most) {
  const within = text.slice(0, most + 1);
  for (const [way, share] of WAYS) {
    const end = lastCut(within, way, most * share);
    if (end > 0) return end;
  }
  return most;
}

/** The parts of a text, at most six, each within the limits; null when it needs more or cannot be cut. */
export function inParts(text, limits = MESSAGE) {
  const parts = [];
  let rest = tidy(text);
  if (rest.length > MOST_UNITS) return null;
  while (rest && room(rest, limits) < 0) {
    const most = reach(rest.slice(0, 2 * limits.bytes), limits);
    if (most === 0 || parts.length === PARTS - 1) return null;
    const end = cutAt(rest, most);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest ? [...parts, rest] : parts;
}

/** What of a text is left once its first parts have been sent. */
export function restAfter(text, sent) {
  const end = sent.reduce((at, part) => text.indexOf(part, at) + part.length, 0);
  return text.slice(end).trim();
}
