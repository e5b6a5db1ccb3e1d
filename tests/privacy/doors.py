"""Every door by which something about a person can come in, each used once, with canaries in every place."""

import json
import socket
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import websocket

from forum.rooms.frames import UP, joined, part
from forum.tickets import base64url
from forum.tickets.words import WORD_LIST
from tests.clients import Attendee, Cut, Line, open_socket
from tests.privacy.canary import ADDRESS, AGENT, FORWARDED, REFERRER, Words
from tests.public import PUBLIC
from tests.running import PATIENCE
from tests.servers import Desk, Servers
from tests.switches import FAULT
from tests.visitor import FORM, Page, Visitor

SEAL = Path(__file__).parent.parent / "js" / "parts" / "seal.js"
PAGES = (*PUBLIC, "moderation/sign-in")


def pages(somebody: Visitor, session: str, words: Words) -> None:
    """Pages that are there, pages that are not, and ways of asking that nobody offers."""
    for lang in ("en", "cy"):
        for page in (*PAGES, f"session/{session}/", f"session/{session}/room"):
            assert somebody.get(f"/{lang}/{page}?q={words.new('query')}").status == 200, page
    assert somebody.get(f"/static/js/rooms/worker.js?{words.new('static')}").status == 200
    for path in ("", "en/", "static/", "session/", f"en/session/{session}/", "keys/"):
        assert somebody.get(f"/{path}{words.new('missing page')}").status in (403, 404)
    somebody.get(f"/en/moderation/sessions/{words.new('missing page')}")
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", words.new("method").upper()):
        somebody.ask(method, f"/en/{words.new('missing page')}", words.new("body").encode())
    somebody.get("/leave?" + words.new("query"))


def forms(somebody: Visitor, words: Words) -> None:
    """Forms and values that are refused: too large, of the wrong kind, from elsewhere, with a wrong passphrase."""
    word = words.new("body")
    for size in (10_000, 60_000, 70_000):
        for path in (
            "/session/AAAAAAAAAA/seat",
            "/locker/AAAAAAAAAA",
            "/en/moderation/sign-in",
            "/tickets",
            "/service/terms",
        ):
            with suppress(OSError):
                somebody.ask("POST", path, (word * (size // len(word))).encode(), Content_Type=FORM)
    somebody.post("/en/moderation/sign-in", {"name": words.new("name"), "passphrase": words.new("passphrase")})
    somebody.ask("POST", "/leave", word.encode(), Origin=f"http://{words.new('origin')}.example")
    somebody.post_json("/locker/AAAAAAAAAA", {"ticket": words.new("ticket"), "box": words.new("box")})
    somebody.post_json("/session/AAAAAAAAAA/seat", {"ticket": words.new("ticket"), "secret": words.new("ticket")})
    somebody.ask("GET", "/en/", Cookie=f"__Host-seat={words.new('cookie')}; other={words.new('cookie')}")
    somebody.ask("POST", "/service/cards", b"{}", Authorization=f"Bearer {words.new('bearer')}")


def malformed(port: int, words: Words) -> None:
    """Bytes that are no request, or hardly one."""
    word = words.new("malformed request").encode()
    about = f"User-Agent: {AGENT}\r\nReferer: {REFERRER}\r\nX-Forwarded-For: {FORWARDED[0]}\r\n".encode()
    for line in (
        word,
        b"FOO /" + word,
        b"GET /" + word,
        b"GET /" + word + b" HTTP/9.9",
        b"GET /" + word * 900 + b" HTTP/1.1",
        b"GET http://" + word + b"/ HTTP/1.1",
        b"GET /\xff\xfe" + word + b" HTTP/1.1",
        b"\x16\x03\x01\x02" + word,
        b"GET / HTTP/1.1\r\n" + word,
        b"GET / HTTP/1.1\r\nContent-Length: " + word,
        b"GET / HTTP/1.1\r\nX: " + word * 9_000,
        b"GET / HTTP/1.1\r\n" + b"\r\n".join(b"X-%d: " % n + word for n in range(200)),
        b"POST / HTTP/1.1\r\nContent-Length: 104857600\r\nX: " + word,
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz" + word,
        b"GET / HTTP/1.1\r\nHost: " + word + b"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX: " + word,
    ):
        say(port, line + b"\r\n" + about + b"\r\n")


def say(port: int, request: bytes) -> bytes:
    """Raw bytes from the canary's address; the start of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE, source_address=(ADDRESS, 0)) as line:
        with suppress(OSError):
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            return line.recv(8192)
    return b""


def handshakes(somebody: Visitor, words: Words) -> None:
    """Sockets that are not let in."""
    nobody = Visitor(somebody.origin, {"__Host-seat": words.new("cookie")}, somebody.headers, somebody.source)
    elsewhere = Visitor(somebody.origin, somebody.cookies, dict(somebody.headers), somebody.source)
    elsewhere.headers["Origin"] = f"http://{words.new('origin')}.example"
    for visitor in (nobody, elsewhere):
        with suppress(websocket.WebSocketException):
            open_socket(visitor, f"&q={words.new('query')}")
    somebody.get(f"/socket.io/?EIO=4&transport=polling&q={words.new('query')}")


def frames(sit: Callable[[], Line], words: Words) -> None:
    """Everything that a page of ours never sends; each ends its line."""
    word = words.new("frame")
    for raw in (
        f"42/room,{word}",
        f'42/room,["{word}","{word}"]',
        f'42/room,["frame:send","{word}","{word}"]',
        f'42/room,["frame:send",{{"{word}":["{word}"]}}]',
        f"42/{word},[]",
        f'451-/room,["{word}",{{"_placeholder":true,"num":0}}]',
        f"4{word}",
        f"9{word}",
        '42/room,["frame:send","' + joined(part([f"{word}".encode()], UP)) + '"]',
        '42/room,["frame:send","' + word * 900 + '"]',
        "42/room,[" + "[" * 4000 + word,
    ):
        taken_in(sit(), raw)
    taken_in(sit(), word.encode())
    line = sit()
    assert line.do(word) == "unknown-command"
    assert line.do("message:say", word, lang=word) == "bad-request"
    assert line.do("message:withdraw", id=word) in ("bad-request", "no-such-message")
    line.close()


def taken_in(line: Line, raw: str | bytes) -> None:
    """Sends this and waits until the room has made of it what it makes: cut the line, or gone on."""
    line.raw(raw, websocket.ABNF.OPCODE_TEXT if isinstance(raw, str) else websocket.ABNF.OPCODE_BINARY)
    with suppress(Cut):
        line.do("seat:resume")
    line.close()


def faults(somebody: Visitor, sit: Callable[[], Line], words: Words) -> None:
    """Handlers that fail with all they know, in pages and in the room (needs the switch `faults`)."""
    asked = Visitor(
        somebody.origin, {"__Host-seat": words.new("failing page's cookie")}, somebody.headers, somebody.source
    )
    assert asked.get(f"/en/?{FAULT}={words.new('failing page')}").status == 500
    assert asked.post(f"/session/AAAAAAAAAA/seat?{FAULT}", {"ticket": words.new("failing page")}).status == 500
    line = sit()
    line.ask("message:say", f"{FAULT} {words.new('failing handler')}", lang="en")
    line.wait_cut()


def faults_with_secrets(servers: Servers, talker: Attendee, desk: Desk, code: str, cancel: str) -> None:
    """Handlers of both programs that fail while they hold the real thing (needs the switch `faults`)."""
    assert talker.pocket
    assert talker.visitor.post_json(f"/session/AAAAAAAAAA/seat?{FAULT}", talker.pocket.presented).status == 500
    signing_in = "/en/moderation/sign-in"
    fields = {"name": "robin", "passphrase": desk.passphrase}
    assert desk.visitor.submit(signing_in, f"{signing_in}?{FAULT}", **fields).status == 500
    asked = Visitor(talker.issuer, headers={**talker.headers, "Origin": talker.door}, source=talker.source)
    assert asked.post(f"/tickets?{FAULT}", {"code": code}).status == 500
    bought = {"ticket": base64url.encode(talker.bought), "box": ""}
    assert talker.visitor.post_json(f"/locker/{talker.term}?{FAULT}", bought).status == 500
    assert ask_as_the_door(servers, f"/cancel?{FAULT}", {"code": cancel}).status == 500


def sealed(session: str, somebody: Attendee) -> Any:
    """A box with somebody's ticket, and the words that open it, made by the page's own module."""
    assert somebody.pocket
    carried, digest = somebody.pocket.presented, somebody.keylist(session).digest()
    order = {"tickets": [[session, carried["ticket"], carried["secret"]]], "digest": digest, "words": str(WORD_LIST)}
    done = subprocess.run(["node", str(SEAL), json.dumps(order)], capture_output=True, check=True)
    return json.loads(done.stdout)


def spoken(words: list[str]) -> list[str]:
    """The words as somebody may write them down: any three of them in a row tell them from everything else."""
    threes = [words[at : at + 3] for at in range(4)]
    return [gap.join(three) for three in threes for gap in (" ", "-", ",", ", ", "")]


def as_the_door(servers: Servers, path: str, payload: Any) -> Any:
    """What the issuer answers to the door."""
    page = ask_as_the_door(servers, path, payload)
    assert page.status == 200, page.text
    return page.json


def ask_as_the_door(servers: Servers, path: str, payload: Any) -> Page:
    """A service call with the secret that the door has."""
    secret = (servers.data / "door" / "service.key").read_text()
    return Visitor(servers.issuer).post_json(f"/service{path}", payload, Authorization=f"Bearer {secret}")


def crowd(servers: Servers, session: str, codes: list[str], words: Words) -> list[Attendee]:
    """Many who come in, begin to say something and are gone at once, all of them together."""
    people = [Attendee(servers.door, servers.issuer, {"User-Agent": AGENT}, ADDRESS) for _ in codes]
    with ThreadPoolExecutor(8) as several:
        lines = list(several.map(lambda one, code: one.come_in(session, code), people, codes))
    for line in lines:
        line.ask("mode:choose", mode="speaking")
        line.ask("message:say", words.new("crowd"), lang="en")
        line.raw('42/room,["frame:send","' + words.new("crowd"))
    for line in lines:
        line.close()
    return people
