/** Stations and departments from the coordinator's list, also as Welsh changes their first letter. */

import { starts } from "./patterns.js";

const LEAST_BARE = 4;
const LOOK = 60;

function forms(plain, mutations) {
  const found = [{ form: plain, bare: false }];
  const [first, ...changed] = mutations.find(([one]) => plain.startsWith(one)) ?? [""];
  for (const other of changed) {
    const form = other + plain.slice(first.length);
    if (other || form.length >= LEAST_BARE) found.push({ form, bare: !other });
  }
  return found.filter(({ form }) => form);
}

function isPlain(sign) {
  return (sign >= "a" && sign <= "z") || (sign >= "0" && sign <= "9");
}

function firstRun(text) {
  const at = [...text].findIndex((sign) => !isPlain(sign));
  return at < 0 ? text : text.slice(0, at || 1);
}

/** A function that finds every listed place in a folded text. */
export function listed(places, lang, fold, mutations) {
  const byWord = new Map();
  for (const place of places) {
    const plain = fold(place).low.split(/[ \n]+/).filter(Boolean).join(" ");
    for (const one of plain ? forms(plain, lang === "cy" ? mutations : []) : []) {
      const word = firstRun(one.form);
      if (!byWord.has(word)) byWord.set(word, []);
      byWord.get(word).push(one);
    }
  }
  const fits = ({ low, shape }, start) => ({ form, bare }) =>
    low.startsWith(form, start) && !isPlain(low[start + form.length] ?? "") && (!bare || shape[start] === "A");
  return (folded) =>
    (byWord.size ? starts(folded.low) : []).flatMap((start) =>
      (byWord.get(firstRun(folded.low.slice(start, start + LOOK))) ?? [])
        .filter(fits(folded, start))
        .map(({ form }) => ({ kind: "place", start, end: start + form.length })),
    );
}
