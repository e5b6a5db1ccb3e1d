// Reads lines of {text, lang, places} and prints, for each, what the page's own detail check finds.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { checker } from "../../../forum/static/js/rooms/details/check.js";

const patterns = new URL("../../../forum/rooms/details/patterns.json", import.meta.url);
const check = checker(JSON.parse(readFileSync(patterns, "utf8")));

for await (const line of createInterface({ input: process.stdin })) {
  const { text, lang, places } = JSON.parse(line);
  const found = check(text, lang, places);
  console.log(JSON.stringify(found.map((one) => ({ ...one, words: text.slice(one.start, one.end) }))));
}
