// Reads lines of {audience, frames} and prints, for each, what the page's own code makes of the frames, as page.js folds them.
import { createInterface } from "node:readline";

import { decodeDown } from "../../forum/static/js/rooms/frames.js";
import { empty, fold, view } from "../../forum/static/js/rooms/reducer.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { audience, frames } = JSON.parse(line);
  let [epoch, state] = ["", empty()];
  for (const frame of frames.map((base64) => decodeDown(base64, audience))) {
    if (frame.beat.e !== epoch) [epoch, state] = [frame.beat.e, empty()];
    state = fold(state, frame);
  }
  console.log(JSON.stringify(view(state, audience)));
}
