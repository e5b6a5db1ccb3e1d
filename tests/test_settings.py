"""What an installation can choose, and what it is told when a choice cannot be used."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.demo import demo_settings
from forum.settings import BadSettings, Settings, read_settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("FORUM_")]:
        monkeypatch.delenv(name)


def sentence(**overrides: object) -> str:
    with pytest.raises(BadSettings) as caught:
        read_settings(**overrides)
    return str(caught.value)


def test_everything_has_a_default():
    settings = read_settings()
    assert settings.door_origin == "http://localhost:8000"
    assert settings.vrg_url is None
    assert settings.organisation is None


def test_settings_cannot_be_changed_while_running():
    with pytest.raises(ValueError, match="frozen"):
        read_settings().beat = 2.0


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    file = tmp_path / "forum.toml"
    file.write_text('door_port = 9000\norganisation = "Heddlu Gwent"\n', encoding="utf-8")
    monkeypatch.setenv("FORUM_CONFIG", str(file))
    monkeypatch.setenv("FORUM_DOOR_PORT", "9001")
    assert (read_settings().door_port, read_settings().organisation) == (9001, "Heddlu Gwent")


def test_an_argument_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORUM_DOOR_PORT", "9001")
    assert read_settings(door_port=0).door_port == 0


def test_a_missing_file_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("FORUM_CONFIG", str(tmp_path / "secret-name.toml"))
    assert sentence() == "The file that FORUM_CONFIG names cannot be read."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"door_port = = canary", "The file that FORUM_CONFIG names is not valid TOML."),
        (b"\xff\xfe canary", "The file that FORUM_CONFIG names cannot be read."),
        (b"door_prot = 8000", "Setting door_prot: there is no such setting."),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, expected: str
):
    file = tmp_path / "forum.toml"
    file.write_bytes(content)
    monkeypatch.setenv("FORUM_CONFIG", str(file))
    assert sentence() == expected


def test_a_misspelt_name_in_the_environment_is_not_passed_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORUM_DOOR_PROT", "canary")
    assert sentence() == "Setting FORUM_DOOR_PROT: there is no such setting."


def test_the_tests_own_names_are_no_settings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORUM_CHROMIUM", "/usr/bin/chromium")
    assert read_settings().door_port == 8000


BAD = [
    ("door_port", "canary"),
    ("door_port", 70000),
    ("beat", "canary"),
    ("beat", 0),
    ("default_language", "canary"),
    ("exit_url", "canary"),
    ("vrg_url", "javascript:canary"),
    ("whole_domain_is_ours", "canary"),
    ("door_origin", "canary"),
    ("door_origin", "https://example.org/canary"),
    ("door_origin", "https://canary@example.org"),
    ("issuer_origin", "ftp://canary"),
    ("max_sockets", 1),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_one_sentence_that_does_not_show_it(name: str, value: object):
    told = sentence(**{name: value})
    assert told.startswith(f"Setting {name}: ")
    assert len(told.splitlines()) == 1
    assert "canary" not in told
    assert str(value) not in told.removeprefix(f"Setting {name}: ") or value in (0, 1)


def test_every_fault_has_a_sentence_of_its_own():
    assert len(sentence(door_port="x", beat="y").splitlines()) == 2


def test_door_and_issuer_need_two_host_names_because_cookies_ignore_ports():
    told = sentence(door_origin="http://localhost:8000", issuer_origin="http://localhost:8001")
    assert told == "Settings: door_origin and issuer_origin must have two different host names."


NO_ORIGINS = [
    "https://f.example;script-src*",
    "https://f.example'",
    "https://f.example,https://other.example",
    "https://*.example",
    "https://f.example.",
    "https://f..example",
    "https://-f.example",
    "https://f_g.example",
    "https://" + "x" * 64 + ".example",
    "https://" + "x." * 127 + "example",
    "https://fórum.example",
    "https://\u212a.example",
    "https://f.example/",
    "https://f.example\n",
    "https://f.example:",
    "https://f.example:080",
    "https://f.example:-1",
    "https://f.example:x",
    "https://f.example:٤٤٤",
    "https://f.example:99999",
    "https://f.example:443",
    "http://localhost:80",
    "https://name:word@f.example",
    "https://@f.example",
    "https://127.1",
    "https://192.0.2.010",
    "https://192.0.2.256",
    "https://0x7f.0.0.1",
    "https://f.example.0x",
    "https://[0:0:0:0:0:0:0:1]",
    "https://[::1%251]",
    "https://[::1",
    "https://[f.example]",
    "https://192.0.2.1]",
]


@pytest.mark.parametrize("name", ["door_origin", "issuer_origin"])
@pytest.mark.parametrize("value", NO_ORIGINS)
def test_an_origin_that_browsers_would_not_write_like_this_is_refused(name: str, value: str):
    told = sentence(**{"door_origin": "https://f.example", "issuer_origin": "https://i.example", name: value})
    assert told.startswith(f"Setting {name}: must ")
    assert value not in told


@given(st.text(alphabet="abzAZ019.-:[]@/*;, '\u212a", max_size=20))
def test_what_is_taken_for_an_origin_can_stand_in_a_policy(rest: str):
    try:
        origin = read_settings(door_origin="https://" + rest, issuer_origin="https://i.example").door_origin
    except BadSettings:
        return
    assert re.fullmatch(r"https://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?", origin)
    assert urlsplit(origin).port != 443


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://Forum.Example.ORG", "https://forum.example.org"),
        ("https://forum.example.org:8443", "https://forum.example.org:8443"),
        ("https://forum.example.org:65535", "https://forum.example.org:65535"),
        ("https://xn--frum-1na.example", "https://xn--frum-1na.example"),
        ("https://192.0.2.10", "https://192.0.2.10"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://a", "https://a"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(value: str, kept: str):
    assert read_settings(door_origin=value, issuer_origin="https://i.example").door_origin == kept


@pytest.mark.parametrize(("port", "origin"), [(80, "http://localhost"), ("08080", "http://localhost:8080")])
def test_an_address_that_follows_its_port_is_written_the_same_way(port: object, origin: str):
    assert read_settings(door_port=port).door_origin == origin


def test_the_demonstration_can_be_shown_on_the_usual_port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("FORUM_DOOR_PORT", "80")
    assert demo_settings(tmp_path).door_origin == "http://localhost"


HALVES = [
    ({"door_origin": "https://forum.example.org"}, "ISSUER"),
    ({"issuer_origin": "https://tickets.example.org"}, "DOOR"),
    ({"door_origin": "https://forum.example.org", "issuer_port": 9001}, "ISSUER"),
    ({"door_origin": "https://forum.example.org", "issuer_origin": "http://127.0.0.2:8001"}, "ISSUER"),
]


@pytest.mark.parametrize(("given", "missing"), HALVES)
def test_an_installation_that_is_half_set_does_not_start(given: dict[str, object], missing: str):
    expected = f"Setting FORUM_{missing}_ORIGIN is missing: the other origin is not on this machine."
    assert sentence(**given) == expected


@pytest.mark.parametrize("name", ["door_origin", "issuer_origin"])
@pytest.mark.parametrize("value", ["http://forum.example.org", "http://192.168.1.5:8000", "http://[2001:db8::1]"])
def test_plain_http_is_for_this_machine_alone(name: str, value: str):
    told = sentence(**{"door_origin": "https://f.example", "issuer_origin": "https://i.example", name: value})
    assert told == f"Setting {name}: must be https, unless it is on this machine or an .onion address."


@pytest.mark.parametrize(
    ("door", "issuer"),
    [
        ("https://f.example", "https://i.example"),
        ("http://f2.onion", "http://i2.onion"),
        ("http://[::1]:8000", "http://forum.localhost:8001"),
    ],
)
def test_both_are_here_or_both_can_be_reached(door: str, issuer: str):
    settings = read_settings(door_origin=door, issuer_origin=issuer)
    assert (settings.door_origin, settings.issuer_origin) == (door, issuer)


@given(st.text(min_size=12))
def test_no_value_is_ever_shown(value: str):
    with pytest.raises(BadSettings) as caught:
        read_settings(door_port=value + "x")
    assert value + "x" not in str(caught.value)


def test_the_documentation_lists_every_setting_as_it_is():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `FORUM_(\w+)` \| (.*?) \| (.*?) \|$", text, re.M)
    expected = [
        (name.upper(), "none" if field.default is None else f"`{field.default}`", field.description)
        for name, field in Settings.model_fields.items()
    ]
    assert rows == expected
