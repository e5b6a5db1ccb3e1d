/** What this page knows of the room: a pure fold of the records that reach it. */

/** A room of which nothing has been heard yet. */
export function empty() {
  return { phase: "arriving", why: "", messages: [], self: {}, seats: [] };
}

function fields(record, names) {
  return Object.fromEntries(names.filter((name) => name in record).map((name) => [name, record[name]]));
}

function put(list, place, taken, item) {
  return [...list.slice(0, place), item, ...list.slice(place + taken)];
}

function said(state, record) {
  const fresh = { ...fields(record, ["id", "h", "lang", "a", "seat"]), text: record.text, hidden: record.hidden === true };
  const others = state.messages.filter(({ id }) => id !== record.id);
  const place = "p" in record ? others.findIndex(({ id }) => id === record.p) + 1 : others.length;
  return { ...state, messages: put(others, place, 0, fresh) };
}

function removed(state, { ids }) {
  return { ...state, messages: state.messages.filter(({ id }) => !ids.includes(id)) };
}

function hidden(state, { ids }) {
  const hide = (message) => (ids.includes(message.id) ? { ...message, hidden: true } : message);
  return { ...state, messages: state.messages.map(hide) };
}

function seatKnown(state, record) {
  const known = state.seats.findIndex(({ seat }) => seat === record.seat);
  const seat = { ...state.seats[known], ...fields(record, ["seat", "h", "muted", "removed"]) };
  return { ...state, seats: put(state.seats, known < 0 ? state.seats.length : known, known < 0 ? 0 : 1, seat) };
}

function mine(state, changes) {
  return { ...state, self: { ...state.self, ...changes } };
}

const STEPS = {
  "room:reset": () => empty(),
  "phase:changed": (state, record) => ({ ...state, phase: record.phase, why: record.why ?? "" }),
  "message:said": said,
  "messages:removed": removed,
  "messages:hidden": hidden,
  "seat:known": seatKnown,
  "self:changed": (state, record) =>
    mine(state, fields(record, ["mode", "handle", "paused", "muted", "removed", "c"])),
  "command:done": (state, { c, same }) => (same ? state : mine(state, { c: Math.max(c, state.self.c ?? 0) })),
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

function shown(message, desk) {
  return fields(message, ["id", "h", "lang", "text", ...(desk ? ["seat", "hidden"] : [])]);
}

/** What a viewer ("floor" or "desk") has on the page, in the same shape as the server's own view. */
export function view(state, viewer) {
  const desk = viewer === "desk";
  const messages = state.messages.map((message) => shown(message, desk));
  return { phase: state.phase, messages, ...(desk ? { seats: state.seats } : { self: state.self }) };
}
