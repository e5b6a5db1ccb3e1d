// Six words, the box that they open, and the locker that it lies in.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

import { concat, fromBase64url } from "../../forum/static/js/attendance/bytes.js";
import { depositSoon } from "../../forum/static/js/attendance/deposit.js";
import {
  asDigits, asWords, BOX_BYTES, deposit, fetchBoxes, newSecret, openBoxes, readSecret, sealBox,
} from "../../forum/static/js/attendance/locker.js";
import { loadWords, wordsOf } from "../../forum/static/js/attendance/words.js";
import { lost, refused } from "./parts/issuer.js";
import { box, DIGEST, ticket, tickets } from "./parts/tickets.js";

const WORDS = JSON.parse(readFileSync(new URL("../../forum/static/vendor/words.json", import.meta.url)));
const LIMIT = 7776n ** 6n;

const secretOf = (...words) => readSecret(words.join(" "), WORDS);

test("six words and 24 digits are the same secret", () => {
  for (const secret of [0n, 1n, 7775n, 7776n, LIMIT - 1n, newSecret(), newSecret()]) {
    const [words, digits] = [asWords(secret, WORDS), asDigits(secret)];
    assert.equal(words.length, 6);
    assert.match(digits, /^(\d{4} ){5}\d{4}$/);
    assert.equal(readSecret(words.join(" "), WORDS), secret);
    assert.equal(readSecret(digits, WORDS), secret);
  }
  assert.deepEqual(asWords(7777n, WORDS), [...Array(4).fill(WORDS[0]), WORDS[1], WORDS[1]]);
});

test("every secret is below the limit and all are possible", () => {
  const draws = [new Uint8Array(10).fill(255), new Uint8Array(10), Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 7])];
  assert.equal(newSecret(() => draws.shift()), 0n);
  assert.equal(newSecret(() => draws.shift()), 1n);
  const seen = new Set(Array.from({ length: 200 }, () => newSecret()));
  assert.equal(seen.size, 200);
  assert.ok([...seen].every((secret) => secret < LIMIT));
  assert.ok([...seen].some((secret) => secret > LIMIT / 2n));
});

test("however somebody writes their words down, they are read", () => {
  const words = ["abacus", "drop-down", "zoom", "t-shirt", "yo-yo", "acre"];
  const secret = secretOf(...words);
  const spellings = [
    words.join(", "), words.join("\n").toUpperCase(), words.join("-"), `  ${words.join(" ... ")}. `, words.join("\u00a0"),
    words.map((word, at) => `${at + 1}. ${word}`).join("\n"), words.join(" ").replaceAll("-", " "), words.join("\u2013"),
  ];
  for (const text of spellings) assert.equal(readSecret(text, WORDS), secret, text);
  const digits = asDigits(secret);
  for (const text of [digits.replaceAll(" ", ""), digits.replaceAll(" ", "-"), `${digits}.`, digits.replaceAll(" ", "\n")]) {
    assert.equal(readSecret(text, WORDS), secret);
  }
});

test("what cannot be a secret is said at once", () => {
  const five = "abacus abdomen abide able acre";
  const bad = [
    "", " ", five, `${five} acre acre`, `${five} acr`, `${five} xyzzy`, `${five} acrë`, `${five} 7`, "1234", "9".repeat(24),
    "1".repeat(23), "1".repeat(25), `${five} __proto__`, "abacus ".repeat(100), "١".repeat(24),
  ];
  for (const text of bad) assert.throws(() => readSecret(text, WORDS), { code: "bad-words" }, text);
});

test("a key list's twelve words follow from its hash alone", () => {
  const words = wordsOf(DIGEST, WORDS);
  assert.equal(words.length, 12);
  assert.deepEqual(wordsOf("0".repeat(63) + "1", WORDS), [...Array(11).fill(WORDS[0]), WORDS[1]]);
  assert.notDeepEqual(wordsOf(DIGEST.replace("a", "b"), WORDS), words);
});

test("a list of words that is not one is not used", async () => {
  assert.deepEqual(await loadWords("/words", async () => Response.json(WORDS)), WORDS);
  const others = [lost, refused(404, "not-found"), () => new Response("{"), () => Response.json(WORDS.slice(1)), () => Response.json(null)];
  for (const other of others) await assert.rejects(loadWords("/words", other), { code: "store-away" });
});

test("a box opens with its words and gives back every ticket", async () => {
  const secret = newSecret();
  for (const count of [0, 1, 6]) {
    const mine = tickets(count);
    const sealed = await sealBox(mine, secret, DIGEST);
    assert.equal(sealed.length, BOX_BYTES);
    assert.deepEqual(await openBoxes(sealed, secret, DIGEST), mine);
  }
});

test("other words, or another key list, open nothing", async () => {
  const secret = newSecret();
  const sealed = await sealBox(tickets(2), secret, DIGEST);
  assert.equal(await openBoxes(sealed, (secret + 1n) % LIMIT, DIGEST), null);
  assert.equal(await openBoxes(sealed, secret, "0".repeat(64)), null);
  assert.equal(await openBoxes(new Uint8Array(0), secret, DIGEST), null);
});

test("a turned bit anywhere in a box, and it opens no more", async () => {
  const secret = newSecret();
  const sealed = await sealBox(tickets(1), secret, DIGEST);
  const turned = [0, 11, 12, 50, 2571, 2572, 2587].map((place) => sealed.map((byte, at) => (at === place ? byte ^ 1 : byte)));
  assert.equal(await openBoxes(concat(...turned), secret, DIGEST), null);
});

test("no ticket of another size and no seventh is sealed", async () => {
  const short = { ...ticket(0), token: new Uint8Array(353) };
  for (const wrong of [tickets(7), [short], [{ ...ticket(0), session: "session-000" }]]) {
    await assert.rejects(sealBox(wrong, 0n, DIGEST), { code: "malformed" });
  }
});

test("what was never packed by a page is not opened, though the key fits", async () => {
  const plain = new Uint8Array(2560);
  for (const [place, value] of [[0, 1], [32, 7], [32, 255], [2559, 1]]) {
    const odd = plain.map((byte, at) => (at === place ? value : byte));
    assert.equal(await openBoxes(await box(odd, 5n), 5n, DIGEST), null);
  }
  assert.deepEqual(await openBoxes(await box(plain, 5n), 5n, DIGEST), []);
});

test("among 200 boxes the own one is found, wherever it lies, and every one is tried", async (t) => {
  const secret = newSecret();
  const mine = await sealBox(tickets(6), secret, DIGEST);
  const tried = t.mock.method(crypto.subtle, "decrypt");
  const derived = t.mock.method(crypto.subtle, "deriveKey");
  for (const place of [0, 137, 199]) {
    const all = Array.from({ length: 200 }, (_, at) => (at === place ? mine : noise()));
    assert.deepEqual(await openBoxes(concat(...all), secret, DIGEST), tickets(6));
  }
  assert.deepEqual([tried.mock.callCount(), derived.mock.callCount()], [600, 3]);
});

const noise = () => crypto.getRandomValues(new Uint8Array(BOX_BYTES));

// The locker itself.

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const DOOR = "/locker/term-00000";
const ISSUER = "http://127.0.0.1:8001/lockers/term-00000";

// Each answer in turn, the last for ever: [edition, boxes] of the door and [edition, boxes] of the issuer.
function two(door, issuer) {
  const seen = [];
  const next = (answers) => (answers.length > 1 ? answers.shift() : answers[0]);
  const fetcher = async (url, request) => {
    seen.push({ url, request });
    const answer = next(url === DOOR ? door : issuer);
    if (typeof answer === "function") return answer();
    const [edition, boxes] = answer;
    if (url !== DOOR) return Response.json({ digest: hash(boxes), edition });
    return new Response(boxes, { headers: { "X-Edition": String(edition) } });
  };
  const waits = [];
  return { seen, waits, how: { fetcher, wait: async (time) => waits.push(time) } };
}

const NONE = refused(404, "not-found");
const [ONE, TWO] = [1, 2].map((count) => new Uint8Array(count * BOX_BYTES).fill(count));

test("the whole locker is taken, once door and issuer name the same", async () => {
  const { seen, waits, how } = two([[3, TWO]], [[3, TWO]]);
  assert.deepEqual(await fetchBoxes(DOOR, ISSUER, how), TWO);
  assert.deepEqual(waits, []);
  assert.deepEqual(seen.map((one) => one.url).sort(), [DOOR, ISSUER].sort());
  for (const { request } of seen) {
    assert.deepEqual([request.credentials, request.cache, request.headers], ["omit", "no-store", undefined]);
  }
});

test("before there is any edition there is nothing to take", async () => {
  assert.equal(await fetchBoxes(DOOR, ISSUER, two([NONE], [NONE]).how), null);
});

test("an edition that changes between two answers is asked for once more", async () => {
  const { seen, waits, how } = two([[2, TWO]], [[1, ONE], [2, TWO]]);
  assert.deepEqual(await fetchBoxes(DOOR, ISSUER, how), TWO);
  assert.deepEqual([seen.length, waits.length], [4, 1]);
});

const CHEATS = {
  "another box in it": [[[1, ONE.map((byte) => byte ^ 1)]], [[1, ONE]]],
  "another number": [[[1, ONE]], [[2, ONE]]],
  "an edition nobody was told of": [[[1, ONE]], [NONE]],
  "an edition that is kept back": [[NONE], [[1, ONE]]],
  "a box of another size": [[[1, ONE.subarray(1)]], [[1, ONE.subarray(1)]]],
  "an issuer that cannot be read": [[[1, ONE]], [() => new Response("{")]],
  "an issuer that says nothing": [[[1, ONE]], [() => Response.json(null)]],
};

for (const [name, [door, issuer]] of Object.entries(CHEATS)) {
  test(`the page stops at a locker with ${name}`, async () => {
    const { seen, how } = two(door, issuer);
    await assert.rejects(fetchBoxes(DOOR, ISSUER, how), { code: "keylist-mismatch" });
    assert.equal(seen.length, 4);
  });
}

test("who is away is told apart, and the end of a term too", async () => {
  const tried = (door, issuer) => fetchBoxes(DOOR, ISSUER, two([door], [issuer]).how);
  await assert.rejects(tried([1, ONE], lost), { code: "issuer-away" });
  await assert.rejects(tried([1, ONE], refused(503, "store-away")), { code: "issuer-away" });
  await assert.rejects(tried(lost, [1, ONE]), { code: "store-away" });
  await assert.rejects(tried(refused(410, "closed"), NONE), { code: "closed" });
});

// Putting a box in.

function door(...answers) {
  const seen = [];
  const kept = () => Response.json({ kept: true });
  return { seen, fetcher: async (url, request) => (seen.push({ url, ...request }), (answers.shift() ?? kept)()) };
}

test("a box is posted with its ticket and without a cookie, in a request of always the same size", async () => {
  const { seen, fetcher } = door();
  for (const count of [1, 6]) await deposit(DOOR, ticket(count).token, await sealBox(tickets(count), newSecret(), DIGEST), fetcher);
  const [first, second] = seen;
  assert.deepEqual([first.url, first.method, first.credentials], [DOOR, "POST", "omit"]);
  assert.deepEqual(Object.keys(JSON.parse(first.body)).sort(), ["box", "ticket"]);
  assert.equal(fromBase64url(JSON.parse(first.body).box).length, BOX_BYTES);
  assert.equal(first.body.length, second.body.length);
});

test("a lost answer is asked for again with the very same bytes, and later once more", async () => {
  const { seen, fetcher } = door(lost, refused(503, "store-away"), lost);
  const error = await deposit(DOOR, ticket(0).token, noise(), fetcher).catch((thrown) => thrown);
  assert.deepEqual([error.code, seen.length], ["store-away", 3]);
  await error.again();
  assert.equal(new Set(seen.map((one) => one.body)).size, 1);
});

for (const [status, code] of [[409, "box-taken"], [403, "invalid"], [410, "closed"], [400, "malformed"]]) {
  test(`${code} is passed on, and not tried again`, async () => {
    const { seen, fetcher } = door(refused(status, code));
    await assert.rejects(deposit(DOOR, ticket(0).token, noise(), fetcher), { code, again: null });
    assert.equal(seen.length, 1);
  });
}

// When it goes in.

function hands(...outcomes) {
  const [alarms, sent] = [[], []];
  const timing = {
    random: () => 0.5,
    later: (act, time) => alarms.push({ act, time }),
    cancel: (alarm) => alarm && delete alarms[alarm - 1],
  };
  const send = async () => {
    sent.push(1);
    const outcome = outcomes.shift();
    if (outcome) throw outcome;
  };
  return { alarms, sent, planned: depositSoon(send, timing) };
}

test("a box goes in at a random moment between 20 seconds and 5 minutes", async () => {
  const { alarms, sent, planned } = hands();
  assert.deepEqual([alarms.map(({ time }) => time), sent.length], [[160_000], 0]);
  alarms[0].act();
  await planned.done;
  assert.equal(sent.length, 1);
  const times = [];
  for (const drawn of [0, 0.999999]) depositSoon(async () => {}, { random: () => drawn, later: (_, time) => times.push(time) });
  assert.ok(times[0] === 20_000 && times[1] < 300_000 && times[1] > 299_000);
});

test("or at once, if somebody asks for it, and only once", async () => {
  const { alarms, sent, planned } = hands();
  await Promise.all([planned.now(), planned.now()]);
  await planned.done;
  await planned.now();
  assert.deepEqual([sent.length, alarms.filter(Boolean).length], [1, 0]);
});

test("what failed is tried again later, unless that cannot help", async () => {
  const away = Object.assign(new Error("away"), { again: () => {} });
  const { alarms, sent, planned } = hands(away);
  await assert.rejects(planned.now());
  assert.equal(alarms.filter(Boolean).length, 1);
  alarms.at(-1).act();
  await planned.done;
  assert.equal(sent.length, 2);
  const taken = new Error("taken");
  const other = hands(taken);
  await assert.rejects(other.planned.now());
  await assert.rejects(other.planned.done, taken);
  assert.equal(other.alarms.filter(Boolean).length, 0);
});
