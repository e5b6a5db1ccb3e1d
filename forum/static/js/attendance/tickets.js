// Tickets as a person may keep them: a file with one line for each session, which says nothing of what it is for.

import { concat, fromBase64url, toBase64url } from "./bytes.js";
import { AttendanceError } from "./refusal.js";

export const ID_BYTES = 10;
export const TOKEN_BYTES = 354;
export const SECRET_BYTES = 16;
const MOST = 6;
const PACKED = Math.ceil(((TOKEN_BYTES + SECRET_BYTES) * 4) / 3);
const LINE = new RegExp(`.{${ID_BYTES + PACKED}}`, "g");
const SESSION = /^[\w-]{10}$/;

export function packTickets(tickets) {
  return tickets.map((ticket) => `${ticket.session} ${packTicket(ticket)}\n`).join("");
}

// The tickets in such a text, or the one in the older form without a session; throws malformed for anything else.
export function unpackTickets(text) {
  try {
    return read(text);
  } catch {
    throw new AttendanceError("malformed");
  }
}

// The ticket for a session, or one that does not say what it is for; the door knows.
export function ticketFor(tickets, session) {
  const of = (name) => tickets.find((ticket) => ticket.session === name);
  return of(session) ?? of(null) ?? null;
}

export function packTicket({ token, secret }) {
  return toBase64url(concat(token, secret));
}

function read(text) {
  // Mail programs and editors fold lines, so gaps mean nothing.
  const joined = text.replace(/\s/g, "");
  if (joined.length === PACKED) return [unpacked(joined, null)];
  const count = joined.length / (ID_BYTES + PACKED);
  demand(Number.isInteger(count) && count >= 1 && count <= MOST);
  const tickets = joined.match(LINE).map((line) => unpacked(line.slice(ID_BYTES), line.slice(0, ID_BYTES)));
  demand(new Set(tickets.map((ticket) => ticket.session)).size === count);
  return tickets;
}

function unpacked(text, session) {
  demand(session === null || SESSION.test(session));
  const bytes = fromBase64url(text);
  return { session, token: bytes.slice(0, TOKEN_BYTES), secret: bytes.slice(TOKEN_BYTES) };
}

function demand(holds) {
  if (!holds) throw new TypeError("not a file of tickets");
}
