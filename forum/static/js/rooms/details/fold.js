/** Text as the patterns see it: small plain letters, one sign for each sign, so that places stay where they are. */

const RANGES = [[0x41, 0x5b], [0xc0, 0x250], [0x1e00, 0x1f00]];
const SPACES = "\t\u00a0\u202f\u205f\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a";
const ALIKE = { "'": "\u2018\u2019\u02bc`\u00b4\u2032", '"': "\u201c\u201d\u201e", "-": "\u2010\u2011\u2012\u2013\u2014\u2212", " ": SPACES };

function plain(one, special) {
  const small = one.toLowerCase();
  return special[small] ?? small.normalize("NFD")[0];
}

function shapeOf(one, folded) {
  if (one.toLowerCase() !== one) return "A";
  return folded >= "a" && folded <= "z" ? "a" : one;
}

/** A function that folds a text to `{low, shape}`: `shape` has A for a capital, a for a small letter, 0 for a figure. */
export function folding(special) {
  const low = new Map();
  const shape = new Map();
  for (const [from, to] of RANGES) {
    for (let code = from; code < to; code += 1) {
      const one = String.fromCharCode(code);
      low.set(one, plain(one, special));
      shape.set(one, shapeOf(one, low.get(one)));
    }
  }
  for (const [to, signs] of Object.entries(ALIKE)) {
    for (const sign of signs) {
      low.set(sign, to);
      shape.set(sign, to);
    }
  }
  for (const one of "abcdefghijklmnopqrstuvwxyz") shape.set(one, "a");
  for (const one of "0123456789") shape.set(one, "0");
  const through = (map, text) => Array.from({ length: text.length }, (_, at) => map.get(text[at]) ?? text[at]).join("");
  return (text) => ({ low: through(low, text), shape: through(shape, text) });
}
