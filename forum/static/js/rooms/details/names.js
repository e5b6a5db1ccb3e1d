/** Likely names, from lists and from the words around them: `May helped me` and `mark my words` are nobody. */

import { endOf } from "./patterns.js";
import { followed, wordsOf } from "./wording.js";

const MOST_WORDS = 3;
const SHORT = new Set("ps di ds dc cc ci sc acc special officer swyddog con super commander skip guv guvnor".split(" "));
const BE = new Set(["is", "was", "yw", "ydy", "ydi", "oedd"]);
const CALLED = new Set("is was he's she's someone somebody man woman guy bloke officer".split(" "));
const SAINTS = new Set(["st", "saint", "sant"]);
const GAPS = [". ", ", ", " ", "."];

/** Finds names, ranks with names, and stations named by the words around them. */
export class Names {
  #is;
  #famous;
  #tail;
  #patterns;

  constructor({ names }, patterns) {
    const lists = Object.entries(names).filter(([name]) => name !== "famous");
    this.#is = Object.fromEntries(lists.map(([name, lines]) => [name, new Set(lines.join(" ").split(" "))]));
    this.#famous = patterns.compiled(`(?:${names.famous.join("|")})(?![a-z0-9])`);
    this.#tail = patterns.compiled("<tail>");
    this.#patterns = patterns;
  }

  /** Every likely name, rank with a name and named station. */
  of(folded, lang) {
    const ordinary = this.#is[lang === "cy" ? "welsh" : "english"];
    const words = wordsOf(folded, this.#is.leans);
    const known = this.#known(folded.low, words);
    const byStart = new Map(words.map(({ start }, index) => [start, index]));
    const found = [...this.#ranks(folded, words, known, byStart), ...this.#stations(folded, words, byStart)];
    for (let index = 0; index < words.length; index += 1) {
      const last = known.has(index) ? null : this.#name(words, index, known, ordinary);
      if (last === null) continue;
      found.push({ kind: "name", start: words[index].start, end: words[last].end });
      index = last;
    }
    return found;
  }

  // The words that are part of something everybody knows: a law, a charity, a song.
  #known(low, words) {
    const known = new Set();
    words.forEach(({ start }, index) => {
      const end = endOf(this.#famous, low, start);
      for (let at = index; at < Math.min(index + 6, words.length) && words[at].start < end; at += 1) known.add(at);
    });
    return known;
  }

  // The last word of the name that begins here, or null.
  #name(words, index, known, ordinary) {
    if (this.#is.titles.has(words[index].stem)) return this.#titled(words, index);
    const likely = this.#isFirst(words, index) || this.#isLikely(words, index, ordinary) || this.#isUnknown(words, index);
    if (!likely) return null;
    if (followed(words, index, 1).some(({ stem }) => this.#is.after.has(stem))) return null;
    return this.#extended(words, index, known);
  }

  #titled(words, index) {
    const [ahead] = followed(words, index, 1);
    const named = ahead && (this.#mayBeSurname(ahead) || (ahead.capital && this.#is.wordsur.has(ahead.stem)));
    return named ? this.#extended(words, index + 1, new Set()) : null;
  }

  #mayBeSurname({ capital, stem }) {
    if (capital) return !this.#is.stop.has(stem) && !this.#is.geo.has(stem);
    return this.#is.surnames.has(stem) && !this.#is.wordsur.has(stem);
  }

  #extended(words, index, known) {
    let last = index;
    for (const word of followed(words, index, 2)) {
      if (known.has(last + 1) || !this.#continues(words[last], word)) break;
      last += 1;
    }
    return last;
  }

  #continues(before, { capital, stem }) {
    if (before.text !== before.stem) return false;
    if (capital && before.capital) {
      const listed = this.#is.surnames.has(stem) || this.#is.first.has(stem);
      return listed || !(this.#is.stop.has(stem) || this.#is.geo.has(stem));
    }
    return this.#is.surnames.has(stem) && !this.#is.wordsur.has(stem);
  }

  // Whether it is a first name, or a surname, that is no other word.
  #isFirst(words, index) {
    const { stem, capital } = words[index];
    if (this.#isSaint(words, index)) return false;
    if (capital && this.#is.surnames.has(stem) && !this.#is.wordsur.has(stem)) return !this.#is.geo.has(stem);
    const part = stem.split("-")[0];
    return this.#is.first.has(part) && (capital || part === stem || this.#is.first.has(stem));
  }

  #isSaint(words, index) {
    return index > 0 && words[index].joined && SAINTS.has(words[index - 1].stem);
  }

  // Whether a word that can be a name is one here; `ordinary` are names that are words of the language.
  #isLikely(words, index, ordinary) {
    const word = words[index];
    const [ahead] = followed(words, index, 1);
    if (!word.capital || !this.#some(word, "common", "never", "wordsur")) return false;
    if (this.#some(word, "common") && ahead?.capital && this.#some(ahead, "surnames")) return !this.#some(ahead, "stop");
    if (this.#isCued(words, index)) return true;
    if (this.#some(word, "never") || !this.#some(word, "common") || this.#isSaint(words, index)) return false;
    return this.#standsAsName(words, index, ordinary);
  }

  #standsAsName(words, index, ordinary) {
    const word = words[index];
    const [ahead] = followed(words, index, 1);
    if (word.opens) {
      const acts = ahead && this.#is.verbs.has(ahead.text);
      const isSomebody = ahead && this.#some(word, "verbish") && this.#is.be.has(ahead.text);
      return Boolean(acts || isSomebody || !ordinary.has(word.stem));
    }
    if (ahead?.text === "of") return false;
    return !(word.joined && this.#is.determiners.has(words[index - 1].text));
  }

  #some({ stem }, ...lists) {
    return lists.some((list) => this.#is[list].has(stem));
  }

  // Whether the words before say that a name follows: my husband, o'r enw, his name is.
  #isCued(words, index) {
    if (!index || words[index].opens) return false;
    const before = words[index - 1].text;
    const earlier = index > 1 ? words[index - 2].text : "";
    if (this.#is.cues.has(before)) return true;
    if (BE.has(before)) return earlier === "name" || earlier === "enw";
    if (before === "called") return CALLED.has(earlier);
    return before === "name's" || ((before === "i" || before === "fi") && earlier === "enw");
  }

  // Whether a capital that no list explains stands where a name would.
  #isUnknown(words, index) {
    const { stem, capital, opens, joined } = words[index];
    if (!capital || opens || this.#is.stop.has(stem) || this.#is.geo.has(stem)) return false;
    if (this.#some(words[index], "common", "never", "wordsur") || this.#isSaint(words, index)) return false;
    if (this.#isCued(words, index) || (joined && index && this.#is.ofverbs.has(words[index - 1].text))) return true;
    return followed(words, index, 1).some(({ text }) => this.#is.verbs.has(text));
  }

  #ranks(folded, words, known, byStart) {
    const found = [];
    for (const { start, end } of this.#patterns.of(folded, "name")) {
      const index = byStart.get(pastGap(folded.low, end));
      if (index === undefined || known.has(index) || known.has(byStart.get(start))) continue;
      const last = this.#ranked(words, index, folded.low.slice(start, end));
      if (last !== null) found.push({ kind: "rank", start, end: words[last].end });
    }
    return found;
  }

  #ranked(words, from, rank) {
    const initial = words[from].end - words[from].start === 1 && words[from + 1]?.joined;
    const index = initial ? from + 1 : from;
    const { capital } = words[index];
    const some = (...lists) => this.#some(words[index], ...lists);
    const listed = some("first", "common", "surnames") && !some("never");
    const doubtful = SHORT.has(rank.split(" ").at(-1)) && !rank.startsWith("det");
    if (!capital && (!some("first", "surnames") || some("wordsur", "common"))) return null;
    if (capital && doubtful && !listed) return null;
    if (capital && !listed && some("stop", "geo", "never")) return null;
    return this.#extended(words, index, new Set());
  }

  #stations(folded, words, byStart) {
    const found = [];
    for (const { end } of this.#patterns.of(folded, "place")) {
      const first = byStart.get(pastGap(folded.low, end));
      const last = first === undefined ? null : this.#place(words, first);
      if (last !== null) found.push({ kind: "place", start: words[first].start, end: words[last].end });
    }
    words.forEach(({ text, capital, start, joined }, index) => {
      const end = capital && text === "nick" ? -1 : endOf(this.#tail, folded.low, start);
      const first = end >= 0 && joined && index ? this.#namedBefore(words, index) : null;
      if (first !== null) found.push({ kind: "place", start: words[first].start, end });
    });
    return found;
  }

  #place(words, first) {
    if (!words[first].capital || this.#is.stop.has(words[first].stem)) return null;
    let last = first;
    for (const { capital, stem } of followed(words, first, MOST_WORDS - 1)) {
      if (!capital || this.#is.stop.has(stem)) break;
      last += 1;
    }
    return last;
  }

  #namedBefore(words, index) {
    let first = null;
    for (let at = index - 1; at >= Math.max(0, index - MOST_WORDS); at -= 1) {
      if (!words[at].capital || this.#is.stop.has(words[at].stem)) break;
      first = at;
      if (!words[at].joined) break;
    }
    return first;
  }
}

// Where the next word begins, past a full stop, a comma or a space.
function pastGap(low, end) {
  const gap = GAPS.find((one) => low.startsWith(one, end));
  return gap === undefined ? end : end + gap.length;
}
