// Prints how long the check takes over ordinary words and over hostile ones: the quickest of several goes, in turns.
// With `pieces` it only prints what the hostile ones are made of.
import { readFileSync } from "node:fs";

import { checker } from "../../../forum/static/js/rooms/details/check.js";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const check = checker(JSON.parse(read("../../../forum/rooms/details/patterns.json")));
const LONG = 1000;
const GOES = 25;

const filled = (piece) => piece.repeat(LONG).slice(0, LONG);
const told = read("tuned.tsv").split("\n").map((line) => line.split("\t")[1]).filter(Boolean).join(" ");
const PIECES = [
  "a", "0", "0 ", "a.", "a@", "a.b-", "http://", "www.", "detective chief ", "alpha ", "alpha bravo ", "one ", "1/2/",
  "1-", "crime ref number ", "Gareth ", "Xx ", "my number is ", "ps ", "snap ", "PC Davies ", "o'", "a-", "a_", "_",
  "pedair ar ddeg ", "joined a b c d ", " ", "\n", "(0", "(", "+", "call me back on ", "12 ", "2019 ", "police station at Xx ",
  "Mr ", "\u00e9", "\u{1f642}", "a (at) ", "collar number ", "a b c d e ", "insta: ",
];

if (process.argv[2] === "pieces") {
  console.log(JSON.stringify(PIECES));
  process.exit();
}

function cost(work) {
  const before = performance.now();
  work();
  return performance.now() - before;
}

const texts = Object.fromEntries(PIECES.map((piece) => [piece, filled(piece)]));
const best = {};
let ordinary = Infinity;
for (let go = 0; go < GOES; go += 1) {
  ordinary = Math.min(ordinary, cost(() => check(told.slice(0, LONG), "cy", ["Fairwater"])));
  for (const [piece, text] of Object.entries(texts)) {
    best[piece] = Math.min(best[piece] ?? Infinity, cost(() => check(text, "cy", ["Fairwater"])));
  }
}
const control = cost(() => /^(?:a+)+b/.test("a".repeat(27)));
console.log(JSON.stringify({ ordinary, hostile: best, control }));
