// Who hears of a change of the page's language, and for how long.

import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = {
  documentElement: { lang: "en" },
  title: "",
  querySelector: () => ({ dataset: {} }),
  querySelectorAll: () => [],
};
const { onLanguage, speak } = await import("../../forum/static/js/rooms/languages.js");

test("whoever is gone is told of no language any more, and is not held", () => {
  const over = new AbortController();
  const heard = [];
  onLanguage((lang) => heard.push(`stays ${lang}`));
  onLanguage((lang) => heard.push(`goes ${lang}`), over.signal);
  speak("cy");
  over.abort();
  speak("en");
  assert.deepEqual(heard, ["stays cy", "goes cy", "stays en"]);
});
