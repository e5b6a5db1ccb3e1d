/** What this page knows of the room: a pure fold of the records that reach it. */

import { STEPS as ASIDE_STEPS } from "./reducer_asides.js";
import { fields, put } from "./records.js";

/** The small supportive replies there are, in the order in which they are always told. */
export const SUPPORTS = ["with-you", "believe", "thank-you", "same-here", "strength"];

const SELF = ["mode", "handle", "paused", "muted", "removed", "c", "known", "granted", "hand", "turn", "aside", "late", "contact"];
const SEAT = ["seat", "h", "muted", "removed", "hand", "turn", "granted"];
const SAID = ["id", "h", "lang", "a", "seat"];
const SHOWN = ["id", "h", "lang", "text", "to", "note", "own", "sup"];
const AT_DESK = ["seat", "hidden", "flagged", "withdrawn"];

/** A room of which nothing has been heard yet. */
export function empty() {
  const floor = { phase: "arriving", why: "", left: 0, one: false, messages: [], self: {}, mine: [], aside: [], contact: null };
  return { ...floor, seats: [], asides: {}, contacts: {} };
}

function told(record) {
  const more = { to: record.to ?? "", note: record.note ?? "", own: record.own ?? "", sup: SUPPORTS.filter((kind) => record.sup?.includes(kind)) };
  const desk = { hidden: record.hidden === true, flagged: record.flagged === true, withdrawn: record.withdrawn === true };
  return { ...fields(record, SAID), text: record.text, ...more, ...desk };
}

function said(state, record) {
  const others = state.messages.filter(({ id }) => id !== record.id);
  const place = "p" in record ? others.findIndex(({ id }) => id === record.p) + 1 : others.length;
  return { ...state, messages: put(others, place, 0, told(record)) };
}

function removed(state, { ids }) {
  return { ...state, messages: state.messages.filter(({ id }) => !ids.includes(id)) };
}

function changed(state, ids, change) {
  const one = (message) => (ids.includes(message.id) ? { ...message, ...change(message) } : message);
  return { ...state, messages: state.messages.map(one) };
}

function supported(state, { id, kind }) {
  return changed(state, [id], ({ sup }) => ({ sup: SUPPORTS.filter((one) => one === kind || sup.includes(one)) }));
}

function seatKnown(state, record) {
  const known = state.seats.findIndex(({ seat }) => seat === record.seat);
  const seat = { ...state.seats[known], ...fields(record, SEAT) };
  return { ...state, seats: put(state.seats, known < 0 ? state.seats.length : known, known < 0 ? 0 : 1, seat) };
}

function me(state, changes) {
  return { ...state, self: { ...state.self, ...changes } };
}

function selfChanged(state, record) {
  const contact = (record.contact ?? "given") === "given" ? state.contact : null;
  return { ...me(state, fields(record, SELF)), contact };
}

// Kept also while a message is away: one that comes back is still mine.
function mine(state, ids) {
  const fresh = ids.filter((id) => !state.mine.includes(id));
  return fresh.length ? { ...state, mine: [...state.mine, ...fresh] } : state;
}

function done(state, { c, id, same }) {
  const after = same ? state : me(state, { c: Math.max(c, state.self.c ?? 0) });
  return id ? mine(after, [id]) : after;
}

const STEPS = {
  ...ASIDE_STEPS,
  "room:reset": () => empty(),
  "phase:changed": (state, { phase, why, left }) => ({ ...state, phase, why: why ?? "", left: left ?? 0 }),
  "voice:changed": (state, { one }) => ({ ...state, one }),
  "message:said": said,
  "message:supported": supported,
  "message:flagged": (state, { id, on }) => changed(state, [id], () => ({ flagged: on })),
  "messages:removed": removed,
  "messages:hidden": (state, { ids }) => changed(state, ids, () => ({ hidden: true })),
  "messages:retained": (state, { ids }) => changed(state, ids, () => ({ hidden: true, withdrawn: true })),
  "seat:known": seatKnown,
  "self:changed": selfChanged,
  "self:said": (state, { ids }) => mine(state, ids),
  "command:done": done,
};

/** The state after one record; records of a kind that it does not know change nothing. */
export function reduce(state, record) {
  const step = Object.hasOwn(STEPS, record.k) ? STEPS[record.k] : null;
  return step ? step(state, record) : state;
}

/** The state after a whole frame. */
export function fold(state, frame) {
  return [...frame.shared, ...frame.own].reduce(reduce, state);
}

function asAside(message) {
  return fields(message, ["id", "who", "lang", "kind", "text"]);
}

function floorView({ messages, self, mine: all, aside, contact }) {
  const ids = messages.map(({ id }) => id).filter((id) => all.includes(id));
  return { self, mine: ids, aside: aside.map(asAside), contact };
}

function deskView({ seats, asides, contacts }) {
  const plain = ([seat, thread]) => [seat, { ...thread, messages: thread.messages.map(asAside) }];
  return { seats, asides: Object.fromEntries(Object.entries(asides).map(plain)), contacts };
}

/** What a viewer ("floor" or "desk") has on the page, in the same shape as the server's own view. */
export function view(state, viewer) {
  const names = viewer === "desk" ? [...SHOWN, ...AT_DESK] : SHOWN;
  const messages = state.messages.map((message) => fields(message, names));
  return { phase: state.phase, one: state.one, messages, ...(viewer === "desk" ? deskView(state) : floorView(state)) };
}
