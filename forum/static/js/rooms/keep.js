/** Keeping tickets: a small file that says nothing about what it is for. */

import { AttendanceError } from "../attendance/refusal.js";
import { packTickets, unpackTickets } from "../attendance/tickets.js";

const LARGEST = 8192;

/** Offers the tickets to the person's own device as `tickets.txt`. */
export function keepTickets(tickets) {
  const address = URL.createObjectURL(new Blob([packTickets(tickets)], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "tickets.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The tickets in a file that somebody chose, or else in the text; throws `no-file` or `not-our-file` where there are none. */
export async function readTickets(file, text) {
  if (!file && !text.trim()) throw new AttendanceError("no-file");
  const fits = file && file.size <= LARGEST;
  const held = file ? (fits ? await file.text() : "") : text;
  try {
    return unpackTickets(held);
  } catch {
    throw new AttendanceError("not-our-file");
  }
}
