// Collects as the page does, from a real issuer: the order comes as an argument, tickets or the refusal go out as JSON.

import { toBase64url } from "../../../forum/static/js/attendance/bytes.js";
import { collect } from "../../../forum/static/js/attendance/collect.js";

const order = JSON.parse(process.argv[2]);
// Node sends no Origin of its own, as a browser would.
order.fetcher = (url, request) => fetch(url, { ...request, headers: { Origin: order.origin } });
const { code, tickets, locker } = await collect(order).catch(({ code }) => ({ code }));
const found = tickets?.map(({ session, token, secret }) => [session, toBase64url(token), toBase64url(secret)]);
process.stdout.write(JSON.stringify({ code, tickets: found, locker: locker && toBase64url(locker.token) }));
