/** The words of a text, with what can be seen of each: a capital, the beginning of a sentence, what leans on it. */

const WORD = /[a-z]+(?:['-][a-z]+)*/g;
const CAPITAL = /^A['-]?[Aa]{0,2}[a'-]*a/;
const GOES_ON = new Set("abcdefghijklmnopqrstuvwxyz0123456789,'&/%-+");
const GAPS = new Set([" ", ". "]);

function stemOf(text, leans) {
  const at = text.lastIndexOf("'");
  return at >= 0 && leans.has(text.slice(at + 1)) ? text.slice(0, at) : text;
}

function opens(low, start) {
  let at = start - 1;
  while (at >= 0 && low[at] === " ") at -= 1;
  return at < 0 || !GOES_ON.has(low[at]);
}

/** Every word, in order. */
export function wordsOf({ low, shape }, leans) {
  const words = [];
  let before = 0;
  for (const { 0: text, index: start } of low.matchAll(WORD)) {
    const stem = stemOf(text, leans);
    const end = start + stem.length;
    const capital = CAPITAL.test(shape.slice(start, end));
    words.push({ text, stem, start, end, capital, opens: opens(low, start), joined: GAPS.has(low.slice(before, start)) });
    before = start + text.length;
  }
  return words;
}

/** The words that follow without a sign between, at most so many. */
export function followed(words, index, most) {
  const found = [];
  for (const word of words.slice(index + 1, index + 1 + most)) {
    if (!word.joined) break;
    found.push(word);
  }
  return found;
}
