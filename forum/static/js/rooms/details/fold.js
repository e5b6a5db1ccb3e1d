/** Text as the patterns see it: small plain letters, no sign that cannot be seen, and the way back to the places. */

const LATIN = [[0x41, 0x5b], [0x61, 0x7b], [0xc0, 0x250], [0x1e00, 0x1f00]];
const WIDE = [0xff01, 0xff5f];
const MATHEMATICAL = [[0x1d400, 0x1d6a4], [0x1d7ce, 0x1d800]];
const RANGES = [...LATIN, [0x30, 0x3a], WIDE, ...MATHEMATICAL];
// Joiners, selectors and the frame around a figure: they change how a sign is drawn, and are none.
const UNSEEN = [[0x34f, 0x350], [0x200c, 0x200e], [0x20e3, 0x20e4], [0xfe00, 0xfe10], [0xe0100, 0xe01f0]];
const SPACES = "\t\u00a0\u202f\u205f\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a";
const ALIKE = {
  "'": "\u2018\u2019\u02bc`\u00b4\u2032",
  '"': "\u201c\u201d\u201e",
  "-": "\u2010\u2011\u2012\u2013\u2014\u2212",
  " ": SPACES,
  // Cyrillic and Greek letters that look like these.
  A: "\u0410\u0391",
  B: "\u0412\u0392",
  C: "\u0421\u03f9",
  E: "\u0415\u0395",
  F: "\u03dc",
  G: "\u050c",
  H: "\u041d\u0397",
  I: "\u0406\u04c0\u0399",
  J: "\u0408\u037f",
  K: "\u041a\u039a\u212a",
  M: "\u041c\u039c",
  N: "\u039d",
  O: "\u041e\u039f",
  P: "\u0420\u03a1",
  Q: "\u051a",
  S: "\u0405",
  T: "\u0422\u03a4",
  V: "\u0474",
  W: "\u051c",
  X: "\u0425\u03a7",
  Y: "\u0423\u04ae\u03a5",
  Z: "\u0396",
  a: "\u0430\u03b1",
  c: "\u0441\u03f2",
  d: "\u0501",
  e: "\u0435",
  h: "\u04bb",
  i: "\u0456\u03b9",
  j: "\u0458\u03f3",
  k: "\u043a\u03ba",
  o: "\u043e\u03bf",
  p: "\u0440\u03c1",
  q: "\u051b",
  s: "\u0455",
  v: "\u0475\u03bd",
  w: "\u051d",
  x: "\u0445\u03c7",
  y: "\u0443\u04af",
};

function plain(one, special) {
  const small = one.toLowerCase();
  return special[small] ?? small.normalize("NFKD")[0].toLowerCase();
}

function shapeOf(one, folded) {
  const [base] = one.normalize("NFKD");
  if (base.toLowerCase() !== base) return "A";
  if (folded >= "a" && folded <= "z") return "a";
  return folded >= "0" && folded <= "9" ? "0" : folded;
}

function* within(ranges) {
  for (const [from, to] of ranges) for (let code = from; code < to; code += 1) yield String.fromCodePoint(code);
}

/**
 * A function that folds a text to `{low, shape, places}`: `shape` has A for a capital, a for a small letter, 0 for a
 * figure; `places` has where each sign stands in the text, and the text's end.
 */
export function folding(special) {
  const low = new Map();
  const shape = new Map();
  for (const one of within(RANGES)) {
    low.set(one, plain(one, special));
    shape.set(one, shapeOf(one, low.get(one)));
  }
  for (const [to, signs] of Object.entries(ALIKE)) {
    for (const sign of signs) {
      low.set(sign, low.get(to) ?? to);
      shape.set(sign, shape.get(to) ?? to);
    }
  }
  const unseen = new Set(within(UNSEEN));
  return (text) => through(text, low, shape, unseen);
}

function through(text, low, shape, unseen) {
  const folded = { low: "", shape: "", places: [] };
  let at = 0;
  for (const one of text) {
    if (!unseen.has(one)) {
      const plainly = low.get(one) ?? one;
      folded.low += plainly;
      folded.shape += shape.get(one) ?? one;
      for (let unit = 0; unit < plainly.length; unit += 1) folded.places.push(at + unit);
    }
    at += one.length;
  }
  folded.places.push(at);
  return folded;
}
