/** The page's own words: templates, names and the sentences of refusals, always in both languages. */

import { language, settle } from "./languages.js";

const islands = new Map();

function island(id) {
  if (!islands.has(id)) islands.set(id, JSON.parse(document.getElementById(id)?.textContent || "null"));
  return islands.get(id);
}

function span(lang, text) {
  const node = document.createElement("span");
  node.lang = lang;
  node.dataset.lang = lang;
  node.hidden = lang !== language();
  node.textContent = text;
  return node;
}

/** The same words in both languages, one of them hidden. */
export function both(en, cy) {
  const pair = document.createDocumentFragment();
  pair.append(span("en", en), span("cy", cy));
  return pair;
}

/** A fresh copy of a template's first element, in the page's language. */
export function stamp(id) {
  const copy = document.getElementById(id).content.cloneNode(true);
  return settle(copy).firstElementChild;
}

/** The sentence of a refusal; one that is not known is told as a fault of ours. */
export function sentence(code) {
  const own = document.querySelector(`[data-refusal="${CSS.escape(code)}"]`);
  if (own) return settle(own.content.cloneNode(true));
  const { en, cy } = island("sentences");
  const known = code in en ? code : "server-fault";
  return both(en[known], cy[known] ?? en[known]);
}

/** The gentle name with this number; once all are taken they come round again, with a number. */
export function handle(number) {
  const names = island("handles");
  const [en, cy] = names[number % names.length];
  const round = Math.floor(number / names.length);
  const more = round ? ` ${round + 1}` : "";
  return both(en + more, cy + more);
}

function ready(selector) {
  return settle(document.querySelector(selector).content.cloneNode(true));
}

/** What a content note says, for one of the codes of the short list. */
export function noteWords(code) {
  const known = `[data-note-words="${CSS.escape(code)}"]`;
  return ready(document.querySelector(known) ? known : '[data-note-words="other"]');
}

/** The words of a small reply. */
export function supportWords(kind) {
  return ready(`[data-support-words="${CSS.escape(kind)}"]`);
}
