// Reads lines of {viewer, records, view} and prints, for each, what the page's own reducer makes of the records.
import { createInterface } from "node:readline";

import { empty, reduce, view } from "../../forum/static/js/rooms/reducer.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { viewer, records } = JSON.parse(line);
  const state = records.map(([fields, text]) => ({ ...fields, text })).reduce(reduce, empty());
  console.log(JSON.stringify(view(state, viewer.startsWith("seat:") ? "floor" : "desk")));
}
