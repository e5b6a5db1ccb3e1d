/** Keeping tickets: a small file that says nothing about what it is for. */

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

/** The tickets in a file that somebody chose, or else in the text; throws `malformed` where there are none. */
export async function readTickets(file, text) {
  const fits = file && file.size <= LARGEST;
  return unpackTickets(file ? (fits ? await file.text() : "") : text);
}
