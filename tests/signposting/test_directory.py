"""What the file of services may hold, and what of it is shown."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from forum.signposting.directory import FILE, read_directory
from forum.signposting.domain import Grade, Group

ROW = """
[[service]]
key = "{key}"
group = "always"
name = {{ en = "A line", cy = "Llinell" }}
what = {{ en = "For all.", cy = "I bawb." }}
hours = {{ en = "Day and night", cy = "Ddydd a nos" }}
ties = "independent"
grade = "{grade}"
source = {{ en = "its own page", cy = "ei thudalen ei hun" }}
{rest}
"""


def read(tmp_path: Path, *rows: str) -> list[str]:
    file = tmp_path / "services.toml"
    file.write_text("".join(rows), encoding="utf-8")
    return [service.key for service in read_directory(file).checked()]


def row(key: str = "line", grade: str = "A", rest: str = 'site = "https://line.example"') -> str:
    return ROW.format(key=key, grade=grade, rest=rest)


def test_only_checked_services_are_shown(tmp_path: Path) -> None:
    doubtful = row("doubtful", rest='site = "https://x.example"\nto_check = "Two pages disagree."')
    assert read(tmp_path, row("a"), row("b", "B"), row("c", "C"), doubtful) == ["a", "b"]


@pytest.mark.parametrize(
    "rest",
    [
        'numbers = [{ printed = "0808 80 10 800", dial = "+448088010100" }]',
        'numbers = [{ printed = "0808 CALL", dial = "0808" }]',
        'site = "http://plain.example"',
        'site = "https://x.example"\nname_of_person = "no"',
        "",
    ],
    ids=["other digits", "letters", "unprotected site", "unknown field", "no way to reach it"],
)
def test_a_row_with_a_fault_stops_the_start(tmp_path: Path, rest: str) -> None:
    with pytest.raises(ValidationError):
        read(tmp_path, row(rest=rest))


def test_two_rows_with_one_key_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        read(tmp_path, row(), row())


def test_emergency_comes_first() -> None:
    groups = read_directory().grouped()
    assert groups[0][0] is Group.DANGER
    assert groups[0][1][0].numbers[0].printed == "999"


def test_the_number_that_is_reported_wrong_is_nowhere() -> None:
    assert "10 100" not in FILE.read_text(encoding="utf-8").replace("0808 80 ", "")
    live_fear_free = next(s for s in read_directory().services if s.key == "live-fear-free")
    assert live_fear_free.numbers[0].printed == "0808 80 10 800"


def test_nothing_promises_that_a_call_stays_off_the_bill() -> None:
    for service in read_directory().services:
        for words in (service.what, service.hours, service.care or {}):
            assert "bill" not in " ".join(words.values()).lower()


def test_second_hand_numbers_are_only_in_rows_that_wait() -> None:
    directory = read_directory()
    shown = {number.dial for service in directory.checked() for number in service.numbers}
    hidden = {number.dial for service in directory.waiting() for number in service.numbers}
    assert shown & hidden <= {"999"}
    assert all(s.grade is not Grade.SECOND_HAND for s in directory.checked())
    assert all(s.to_check for s in directory.waiting())


def test_every_number_is_in_groups_or_short() -> None:
    for service in read_directory().services:
        for number in service.numbers:
            assert " " in number.printed or len(number.printed) <= 6
