"""Places for films in British Sign Language: filled, empty, and what is never handed out."""

from pathlib import Path

import pytest

from forum.information.films import SLOTS, Films
from tests.pages.small import SESSION, Evening, small_app

PLACES = {"welcome": "", "six-things": SESSION, "information": "information", "safety": "safety"}
PLACES |= {"colleague": "colleague"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "films").mkdir()
    (tmp_path / "secret.txt").write_text("canary", encoding="ascii")
    for slot in SLOTS:
        (tmp_path / "films" / f"{slot}.mp4").write_bytes(b"0123456789")
    (tmp_path / "films" / "welcome.en.vtt").write_text("WEBVTT\n", encoding="ascii")
    (tmp_path / "films" / "other.mp4").write_bytes(b"canary")
    return tmp_path / "films"


@pytest.mark.parametrize("slot", SLOTS)
def test_a_place_without_a_film_offers_none(slot: str) -> None:
    html = small_app(Evening()).test_client().get(f"/en/{PLACES[slot]}").get_data(as_text=True)
    assert ("BSL" in html, "<video" in html) == (False, False)


@pytest.mark.parametrize("slot", SLOTS)
def test_a_film_that_is_there_is_fetched_only_when_asked_for(slot: str, folder: Path) -> None:
    html = small_app(Evening(), bsl_folder=folder).test_client().get(f"/cy/{PLACES[slot]}").get_data(as_text=True)
    assert f'<source src="/bsl/{slot}.mp4" type="video/mp4">' in html
    assert '<video controls preload="none"' in html
    assert ('<track kind="captions" src="/bsl/welcome.en.vtt" srclang="en"' in html) == (slot == "welcome")


def test_films_and_captions_are_handed_out_whole_and_in_parts(folder: Path) -> None:
    client = small_app(Evening(), bsl_folder=folder).test_client()
    whole = client.get("/bsl/welcome.mp4", buffered=True)
    assert (whole.status_code, whole.data, whole.mimetype) == (200, b"0123456789", "video/mp4")
    part = client.get("/bsl/welcome.mp4", headers={"Range": "bytes=2-4"}, buffered=True)
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert client.get("/bsl/welcome.en.vtt", buffered=True).data == b"WEBVTT\n"


@pytest.mark.parametrize(
    "name", ["other.mp4", "..%2fsecret.txt", "../secret.txt", "welcome.cy.vtt", "welcome", "x.vtt"]
)
def test_no_other_file_is_ever_handed_out(name: str, folder: Path) -> None:
    answer = small_app(Evening(), bsl_folder=folder).test_client().get(f"/bsl/{name}")
    assert answer.status_code == 404
    assert b"canary" not in answer.data


def test_without_a_folder_there_are_none() -> None:
    assert small_app(Evening()).test_client().get("/bsl/welcome.mp4").status_code == 404
    assert all(
        film.missing == [f"{film.slot}.mp4", f"{film.slot}.en.vtt", f"{film.slot}.cy.vtt"] for film in Films(None).all()
    )


def test_what_is_missing_is_known(folder: Path) -> None:
    films = {film.slot: film for film in Films(folder).all()}
    assert films["welcome"].missing == ["welcome.cy.vtt"]
    assert films["safety"].missing == ["safety.en.vtt", "safety.cy.vtt"]
