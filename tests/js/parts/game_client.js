// Plays a number of people who use the browser's module: asks on standard output, unwraps what comes on standard input.
// First line in: {"keylist": base64url, "digest": hex, "people": number}; second: the answers. Out: requests, then tokens.

import { createInterface } from "node:readline";

import { fromBase64url, toBase64url } from "../../../forum/static/js/attendance/bytes.js";
import { prepare, unwrap } from "../../../forum/static/js/attendance/collect.js";
import { readKeyList } from "../../../forum/static/js/attendance/keylist.js";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => JSON.parse((await lines.next()).value);
const say = (thing) => process.stdout.write(`${JSON.stringify(thing)}\n`);

const { keylist, digest, people } = await next();
const list = await readKeyList(fromBase64url(keylist), digest);
const pending = await Promise.all(Array.from({ length: people }, () => prepare(list, list.sessions[0])));
say(pending.map((one) => toBase64url(one.request)));
const answers = await next();
const tickets = await Promise.all(pending.map((one, at) => unwrap(one, fromBase64url(answers[at]))));
say(tickets.map((one) => toBase64url(one.token)));
