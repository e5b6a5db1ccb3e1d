// What is said of a file that holds no ticket.

import assert from "node:assert/strict";
import test from "node:test";

import { packTickets } from "../../forum/static/js/attendance/tickets.js";
import { readTickets } from "../../forum/static/js/rooms/keep.js";
import { tickets } from "./parts/tickets.js";

test("a file of ours is read, and so is the text that is in it", async () => {
  const text = packTickets(tickets(2));
  assert.deepEqual(await readTickets(new Blob([text]), ""), tickets(2));
  assert.deepEqual(await readTickets(undefined, text), tickets(2));
});

test("nothing chosen and nothing pasted is told as such", async () => {
  await assert.rejects(readTickets(undefined, "  "), { code: "no-file" });
});

test("a file or a text that is none of ours, or not whole, is told as such", async () => {
  const text = packTickets(tickets(1));
  await assert.rejects(readTickets(new Blob(["a shopping list"]), ""), { code: "not-our-file" });
  await assert.rejects(readTickets(new Blob([text.repeat(20)]), ""), { code: "not-our-file" });
  await assert.rejects(readTickets(undefined, text.slice(0, 60)), { code: "not-our-file" });
});
