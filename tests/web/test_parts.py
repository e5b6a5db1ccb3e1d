"""Headers, origins, the thread pool and the folders, each by itself."""

import stat
import threading
from pathlib import Path

import pytest
from flask import Flask

from forum.refusals import RefusalCode, Refused
from forum.web.folders import FolderFault, form_key, prepare_both, prepare_part, service_key
from forum.web.headers import door_policy, security_headers, with_security
from forum.web.housekeeping import Housekeeping
from forum.web.offload import off_loop
from forum.web.origin import keep_own_origin, require_own_origin

ORIGIN = "https://door.example"


def test_the_policy_allows_ourselves_the_socket_and_the_issuer_and_nobody_else() -> None:
    policy = door_policy(ORIGIN, "https://issuer.example")
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "connect-src 'self' wss://door.example https://issuer.example;" in policy
    assert "unsafe" not in policy
    assert policy.endswith("require-trusted-types-for 'script'; trusted-types forum-worker")


def test_our_headers_replace_the_same_ones_and_tell_no_visit_from_another() -> None:
    given = [("ETag", "x"), ("Last-Modified", "y"), ("cache-control", "public"), ("X-Kept", "z")]
    headers = with_security(given, security_headers(ORIGIN))
    names = [name.lower() for name, _ in headers]
    assert ("Cache-Control", "no-store") in headers
    assert names.count("cache-control") == 1
    assert {"etag", "last-modified"}.isdisjoint(names)
    assert "x-kept" in names
    assert "strict-transport-security" in names


@pytest.mark.parametrize(
    ("method", "origin", "refused"),
    [
        ("GET", None, False),
        ("POST", ORIGIN, False),
        ("POST", None, True),
        ("POST", "null", True),
        ("POST", ORIGIN + ".evil", True),
        ("DELETE", "http://door.example", True),
    ],
)
def test_changing_anything_needs_our_exact_origin(method: str, origin: str | None, refused: bool) -> None:
    app = Flask(__name__)
    keep_own_origin(app, ORIGIN)
    with app.test_request_context("/", method=method, headers={"Origin": origin} if origin else {}):
        if refused:
            with pytest.raises(Refused) as refusal:
                require_own_origin()
            assert refusal.value.code is RefusalCode.WRONG_ORIGIN
        else:
            require_own_origin()


def test_blocking_work_runs_in_another_thread_and_hands_back_what_it_makes_or_raises() -> None:
    assert off_loop(threading.get_ident) != threading.get_ident()
    assert off_loop(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        off_loop(divmod, 7, 0)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_start_makes_closed_folders_and_one_shared_secret(tmp_path: Path) -> None:
    data = tmp_path / "data"
    prepare_both(data)
    secret = service_key(data, "door")
    assert len(bytes.fromhex(secret)) == 32
    assert service_key(data, "issuer") == secret
    assert {mode(data), mode(data / "door"), mode(data / "issuer")} == {0o700}
    assert {mode(data / part / "service.key") for part in ("door", "issuer")} == {0o600}
    prepare_both(data)
    assert service_key(data, "door") == secret


def test_the_form_key_is_made_once(tmp_path: Path) -> None:
    prepare_part(tmp_path, "door")
    assert form_key(tmp_path) == form_key(tmp_path)
    assert mode(tmp_path / "door" / "form.key") == 0o600


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderFault, match=r"^The data folder cannot be used \(not a directory\)\. Set FORUM_DATA"):
        prepare_both(tmp_path / "file" / "data")


def test_a_program_alone_says_which_secret_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(FolderFault, match=r"^The file service\.key is missing"):
        service_key(tmp_path, "door")


@pytest.mark.parametrize("content", ["", "\n", "5e" * 31, "5E" * 32, "ŵ" * 64])
def test_a_damaged_secret_is_not_used(tmp_path: Path, content: str) -> None:
    (tmp_path / "issuer").mkdir()
    (tmp_path / "issuer" / "service.key").write_text(content, "utf-8")
    with pytest.raises(FolderFault, match="or damaged"):
        service_key(tmp_path, "issuer")


def test_a_chore_that_fails_keeps_no_other_from_being_done() -> None:
    done: list[str] = []

    def fails() -> None:
        raise Refused(RefusalCode.STORE_AWAY)

    Housekeeping(fails, lambda: done.append("the other")).round()
    assert done == ["the other"]
