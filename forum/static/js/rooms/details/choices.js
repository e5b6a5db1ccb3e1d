/** What somebody decides about each detail, and what becomes of their words: nothing here knows a page. */

/** The details that interrupt, in several texts: `[{field, kind, start, end, words, replace, with: null}]`. */
export function choicesIn(texts, find) {
  return Object.entries(texts).flatMap(([field, text]) =>
    find(text)
      .filter(({ certain }) => certain)
      .map(({ kind, start, end, replace }) => ({ field, kind, start, end, words: text.slice(start, end), replace, with: null })),
  );
}

/** A text with everything that was chosen put in. */
export function changed(text, choices) {
  const chosen = choices.filter((choice) => choice.with !== null).sort((a, b) => b.start - a.start);
  return chosen.reduce((now, { start, end, with: instead }) => led(now.slice(0, start)) + fitted(now, start, instead) + now.slice(end), text);
}

// Welsh "yn" leans on the name that it stood before ("yng Nghaerdydd", "ym Mangor"), and not on what stands there now.
function led(before) {
  return before.replace(/(?<![\p{L}\p{M}'’-])(y)(?:ng|m)(\s+)$/iu, "$1n$2");
}

// At the beginning of a sentence with a capital.
function fitted(text, start, words) {
  const before = text.slice(0, start).trimEnd();
  return before === "" || /[.!?\n]$/.test(before) ? words[0].toUpperCase() + words.slice(1) : words;
}

/** Whether every detail has something in its place. */
export function settled(choices) {
  return choices.every((choice) => choice.with !== null);
}
