// What the program holds in memory just now, as far as text goes.

import { getHeapSnapshot } from "node:v8";

/** Whether a text is anywhere in memory; `backwards` is it written backwards, so that asking does not put it there. */
export async function inMemory(backwards) {
  const pieces = [];
  for await (const piece of getHeapSnapshot()) pieces.push(piece);
  return Buffer.concat(pieces).includes([...backwards].reverse().join(""));
}
