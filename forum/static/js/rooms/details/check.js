/** The detail check: what in a text could tell who wrote it. It runs on the page only; nothing is sent for it. */

import { folding } from "./fold.js";
import { Names } from "./names.js";
import { Patterns } from "./patterns.js";
import { listed } from "./places.js";

/** A check over one file of patterns: `check(text, lang, places)` gives `[{kind, start, end, certain, replace}]`. */
export function checker(data) {
  const order = Object.keys(data.kinds);
  const fold = folding(data.special);
  const patterns = new Patterns(data);
  const names = new Names(data, patterns);
  const rank = ({ kind, start, end }) => [data.kinds[kind].certain ? 0 : 1, start - end, start, order.indexOf(kind)];
  let last = { key: null, find: null };

  function placesOf(places, lang) {
    const key = JSON.stringify([places, lang]);
    if (last.key !== key) last = { key, find: listed(places, lang, fold, data.mutations) };
    return last.find;
  }

  return function check(text, lang = "en", places = []) {
    const folded = fold(text);
    const all = [...patterns.of(folded), ...names.of(folded, lang), ...placesOf(places, lang)(folded)];
    const kept = apart(all.map((span) => ({ span, rank: rank(span) })), folded.low.length);
    const { places: at } = folded;
    return kept.map(({ kind, start, end }) => ({ kind, start: at[start], end: at[end], ...data.kinds[kind] }));
  };
}

// Of what overlaps, the certain one stays, then the longer one.
function apart(ranked, length) {
  const taken = new Uint8Array(length);
  const kept = [];
  for (const { span } of ranked.sort((a, b) => compared(a.rank, b.rank))) {
    if (taken.subarray(span.start, span.end).includes(1)) continue;
    taken.fill(1, span.start, span.end);
    kept.push(span);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function compared(a, b) {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at] - b[at];
}
