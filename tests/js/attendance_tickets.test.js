// Tickets in a file: what goes in comes out, and nothing else does.

import assert from "node:assert/strict";
import test from "node:test";

import { packTicket, packTickets, ticketFor, unpackTickets } from "../../forum/static/js/attendance/tickets.js";
import { ticket, tickets } from "./parts/tickets.js";

test("kept tickets come back as they were, also when lines were folded on the way", () => {
  for (const count of [1, 2, 6]) {
    const text = packTickets(tickets(count));
    assert.equal(text.split("\n").length, count + 1);
    assert.deepEqual(unpackTickets(text), tickets(count));
    assert.deepEqual(unpackTickets(`\r\n${text.replace(/.{70}/g, "$&\r\n ")}\n`), tickets(count));
  }
});

test("a file of one line says nothing but a ticket, and the older one without a session is read", () => {
  assert.match(packTickets(tickets(1)), /^session-00 [\w-]{494}\n$/);
  const [old] = unpackTickets(`${packTicket(ticket(3))}\n`);
  assert.deepEqual(old, { ...ticket(3), session: null });
});

test("a file that is something else is malformed", () => {
  const [one, two] = [packTickets(tickets(1)), packTickets(tickets(2))];
  const others = [
    "", "\n", "Dear diary", one.slice(1), `${one}A`, one + one, packTickets(tickets(7)), two.slice(0, -20), one.replace("s", "é"),
    one.replace("session-00", "session+00"), one.replaceAll("A", "="), packTicket(ticket(0)).replace(/.$/, "?"), "x".repeat(4000),
    `\u0000${one}`, "%PDF-1.7",
  ];
  for (const text of others) assert.throws(() => unpackTickets(text), { code: "malformed" }, text.slice(0, 30));
});

test("the ticket for a session is found, or the one that does not say", () => {
  const [old] = unpackTickets(packTicket(ticket(3)));
  assert.equal(ticketFor(tickets(3), "session-02").token[0], 2);
  assert.equal(ticketFor(tickets(3), "session-05"), null);
  assert.equal(ticketFor([old], "session-05"), old);
});
