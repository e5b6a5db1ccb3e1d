// Carries tickets as six words, against real programs, as the page does. `put`: collects, seals, puts the box away and says
// the words; `take`: fetches the whole locker and opens the box of these words. One JSON argument in, one JSON value out.

import { readFileSync } from "node:fs";

import { toBase64url } from "../../../forum/static/js/attendance/bytes.js";
import { collect } from "../../../forum/static/js/attendance/collect.js";
import { asWords, deposit, fetchBoxes, newSecret, openBoxes, readSecret, sealBox } from "../../../forum/static/js/attendance/locker.js";

const words = JSON.parse(readFileSync(new URL("../../../forum/static/vendor/words.json", import.meta.url)));
const order = JSON.parse(process.argv[2]);
// Node sends no Origin of its own, as a browser would.
const fetcher = (url, request) => fetch(url, { ...request, headers: { ...request.headers, Origin: order.origin } });
const written = ({ session, token, secret }) => [session, toBase64url(token), toBase64url(secret)];

async function put() {
  const { tickets, locker } = await collect({ ...order, fetcher });
  const secret = newSecret();
  await deposit(order.lockerUrl, locker.token, await sealBox(tickets, secret, order.digest), fetcher);
  return { words: asWords(secret, words), tickets: tickets.map(written) };
}

async function take() {
  const boxes = await fetchBoxes(order.lockerUrl, order.lockersUrl, { fetcher });
  const tickets = boxes && (await openBoxes(boxes, readSecret(order.words, words), order.digest));
  return { boxes: boxes && boxes.length, tickets: tickets && tickets.map(written) };
}

const told = await (order.words ? take() : put()).catch(({ code }) => ({ code }));
process.stdout.write(JSON.stringify(told));
