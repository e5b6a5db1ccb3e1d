/** Words that somebody would rather not meet: whole words, whatever their case and accents. */

const WORD = /[\p{L}\p{N}]+/gu;
const MARKS = /\p{M}/gu;

// How the beginnings of Welsh words change: somebody who mutes "tad" would rather not meet "fy nhad" either.
const MUTATIONS = Object.entries({
  ll: ["l"], rh: ["r"], c: ["g", "ngh", "ch"], p: ["b", "mh", "ph"], t: ["d", "nh", "th"],
  g: ["", "ng"], b: ["f", "m"], d: ["dd", "n"], m: ["f"],
});
const UNCHANGED = /^(?:ch|dd|ff|ng|ph|th)/;
const SHORTEST = 3;

/** The words of a text, plain: small letters, no accents. */
export function plainWords(text) {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase().match(WORD) ?? [];
}

function mutated(word) {
  if (word.length < SHORTEST || UNCHANGED.test(word)) return [word];
  const [start, others] = MUTATIONS.find(([begin]) => word.startsWith(begin)) ?? ["", []];
  return [word, ...others.map((other) => other + word.slice(start.length))];
}

function begins(words, at, phrase, first) {
  return first.includes(words[at]) && phrase.every((word, i) => i === 0 || words[at + i] === word);
}

/** Tells of a text and its language whether one of the muted words or phrases is in it. */
export function mutes(muted) {
  const phrases = muted.map(plainWords).filter((phrase) => phrase.length > 0);
  return (text, lang) => {
    if (phrases.length === 0) return false;
    const words = plainWords(text);
    const meets = (phrase) => {
      const first = lang === "cy" ? mutated(phrase[0]) : [phrase[0]];
      return words.some((_, at) => begins(words, at, phrase, first));
    };
    return phrases.some(meets);
  };
}
