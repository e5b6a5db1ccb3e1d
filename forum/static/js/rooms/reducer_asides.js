/** The part of the fold that is about one person and the moderators: asides and volunteered contacts. */

import { fields, putById } from "./records.js";

const FRESH = { open: true, unseen: false, late: false, up: false, messages: [] };

function without(object, key) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function told(record) {
  return { ...fields(record, ["id", "who", "lang", "a"]), kind: record.kind ?? "", text: record.text };
}

function keep(messages, ids) {
  return messages.filter(({ id }) => !ids.includes(id));
}

function thread(state, seat, change) {
  const before = state.asides[seat] ?? FRESH;
  return { ...state, asides: { ...state.asides, [seat]: { ...before, ...change(before) } } };
}

// Only a desk is told whose aside it is.
function said(state, record) {
  if (record.seat === undefined) return { ...state, aside: putById(state.aside, told(record)) };
  // What a burst had no room for comes later, the newest first: `p` says that it goes before all that is there.
  const place = "p" in record ? (messages, item) => [item, ...keep(messages, [item.id])] : putById;
  return thread(state, record.seat, ({ messages }) => ({ messages: place(messages, told(record)) }));
}

function removed(state, { seat, ids }) {
  if (seat === undefined) return { ...state, aside: keep(state.aside, ids) };
  if (!Object.hasOwn(state.asides, seat)) return state;
  return thread(state, seat, ({ messages }) => ({ messages: keep(messages, ids) }));
}

function changed(state, record) {
  if (!record.open) return { ...state, asides: without(state.asides, record.seat) };
  return thread(state, record.seat, () => fields(record, ["open", "unseen", "late", "up"]));
}

function given(state, { seat, lang, text }) {
  return { ...state, contacts: { ...state.contacts, [seat]: { lang, text } } };
}

/** What each record about asides and contacts does to the state. */
export const STEPS = {
  "aside:said": said,
  "aside:removed": removed,
  "aside:changed": changed,
  "aside:ended": (state) => ({ ...state, aside: [] }),
  "contact:shown": (state, { lang, text }) => ({ ...state, contact: { lang, text } }),
  "contact:given": given,
  "contact:gone": (state, { seat }) => ({ ...state, contacts: without(state.contacts, seat) }),
};
