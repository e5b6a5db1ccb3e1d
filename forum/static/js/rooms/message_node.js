/** How one message looks: who, whom it answers, its note, its words, the small replies. Text only. */

import { handle, noteWords, stamp, supportWords } from "./words.js";

const TINTS = 6;

/** A fresh element for a message, with what never changes in it. */
export function messageNode(message) {
  const node = stamp("message-template");
  const moderator = message.h < 0;
  const who = node.querySelector("[data-who]");
  const words = node.querySelector("[data-words]");
  node.dataset.id = message.id;
  node.classList.add(moderator ? "moderator" : `tint-${message.h % TINTS}`);
  if (!moderator) who.replaceChildren(handle(message.h));
  who.id = `h-${message.id}`;
  words.id = `w-${message.id}`;
  words.lang = message.lang;
  words.textContent = message.text;
  // Its own language, so that the words are read in the right voice where they describe it; all else in it has its own.
  node.lang = message.lang;
  node.setAttribute("aria-labelledby", who.id);
  return node;
}

/** What is said of a message's cover: its note, its kind alone, or that a muted word is in it. */
export function coverLabel(message, cover) {
  if (cover === "muted") return stamp("muted-cover-template");
  const label = stamp("note-cover-template");
  label.querySelector("[data-kind]").append(noteWords(message.note));
  const own = label.querySelector("[data-own]");
  own.lang = message.lang;
  own.textContent = message.own && cover === "note" ? `“${message.own}”` : "";
  return label;
}

/** Whom a message answers, in words; `target` is that message, or undefined where it is not on this page. */
export function answersWords(target) {
  if (!target) return stamp("answers-gone-template");
  const words = stamp("answers-template");
  if (target.h >= 0) words.querySelector("[data-whom]").replaceChildren(handle(target.h));
  return words;
}

/** Shows whom it answers: a button that goes there, as long as there is a there. */
export function dressAnswer(node, message, target) {
  const line = piece(node, ".answers", Boolean(message.to), () => stamp("answers-line-template"));
  if (!line) return;
  const [button, gone] = line.children;
  button.hidden = !target;
  button.dataset.go = message.to;
  gone.hidden = Boolean(target);
  (target ? button : gone).replaceChildren(answersWords(target));
}

/** Closes its words behind a button that says why, or opens them; a muted word blurs, a note hides. */
export function dressCover(node, message, cover, open) {
  const words = node.querySelector("[data-words]");
  const button = piece(node, ".veil", Boolean(cover), () => stamp("veil-template"));
  words.hidden = cover !== "muted" && !open;
  words.inert = cover === "muted" && !open;
  words.classList.toggle("blurred", words.inert);
  if (words.inert) words.ariaHidden = "true";
  else words.removeAttribute("aria-hidden");
  node.setAttribute("aria-describedby", open ? words.id : `v-${message.id}`);
  if (!button) return;
  button.id = `v-${message.id}`;
  button.setAttribute("aria-expanded", String(open));
  button.setAttribute("aria-controls", words.id);
  button.replaceChildren(coverLabel(message, cover));
}

/** Shows the small replies that it has, each once, without a number. */
export function dressReplies(node, { sup }) {
  const list = piece(node, ".replies", sup.length > 0, () => stamp("replies-template"), "after");
  list?.replaceChildren(...sup.map(reply));
}

function reply(kind) {
  const tag = document.createElement("li");
  tag.className = "tag";
  tag.append(supportWords(kind));
  return tag;
}

// The part of a message that is there only when it is needed; it stands right before or after the words.
function piece(node, selector, needed, make, side = "before") {
  const there = node.querySelector(selector);
  if (needed && there) return there;
  if (!needed) there?.remove();
  if (!needed) return null;
  const fresh = make();
  node.querySelector("[data-words]")[side](fresh);
  return fresh;
}
