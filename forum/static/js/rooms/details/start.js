/** The check where members write to the room; asides, "I need you" and contacts never meet it. */

import { details } from "./data.js";
import { Prompt } from "./prompt.js";
import { Underline } from "./underline.js";

/** Has a composer ask before identifying details go; with `stops` they cannot go at all. */
export function startDetails(composer, form, stops) {
  const prompt = new Prompt(form, details, stops);
  const underline = new Underline(form.querySelector("textarea"), (text, lang) => details(text, lang).filter(({ certain }) => !certain));
  composer.before = (text) => prompt.check(text);
  composer.changed = (text) => {
    underline.draw();
    if (text === "") prompt.drop();
  };
}
