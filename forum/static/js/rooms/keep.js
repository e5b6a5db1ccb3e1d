/** Keeping a ticket: one line of text in a file that says nothing about what it is for. */

import { packTicket } from "../attendance/collect.js";

const LARGEST = 4096;

/** Offers the ticket to the person's own device as `ticket.txt`. */
export function keepTicket(ticket) {
  const address = URL.createObjectURL(new Blob([`${packTicket(ticket)}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "ticket.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The text of a file that somebody chose, or nothing where it cannot be a ticket. */
export async function readTicketFile(file) {
  return file && file.size <= LARGEST ? file.text() : "";
}
