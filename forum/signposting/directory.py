"""Reads the file of services; a fault in it stops the start with the service and the field named."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from forum.signposting.domain import Directory, Grade, Group, Number, Service, Ties

FILE = Path(__file__).with_name("services.toml")

Text = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Copied = Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d{2}-\d{2})?)?$")]
Printed = Annotated[str, StringConstraints(pattern=r"^[0-9]+( [0-9]+)*$")]
Dial = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{3,15}$")]
Site = Annotated[str, StringConstraints(pattern=r"^(https://[a-z0-9.-]+(/[A-Za-z0-9/_-]*)?)?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WordsIn(_Strict):
    """A text in both languages; neither may be missing."""

    en: Text
    cy: Text


class NumberIn(_Strict):
    """A number in groups; the dialled form must be the same digits."""

    printed: Printed
    dial: Dial
    use: Literal["call", "text"] = "call"

    @model_validator(mode="after")
    def _same_digits(self) -> Self:
        digits = self.printed.replace(" ", "")
        if self.dial not in {digits, "+44" + digits[1:]}:
            raise ValueError("the dialled form is not the printed number")
        return self


class ServiceIn(_Strict):
    """One row of the file."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    group: Group
    name: WordsIn
    what: WordsIn
    hours: WordsIn
    ties: Ties
    grade: Grade
    source: WordsIn
    copied: Copied = ""
    numbers: tuple[NumberIn, ...] = ()
    site: Site = ""
    care: WordsIn | None = None
    to_check: str = ""

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.numbers or self.site or self.to_check):
            raise ValueError("a service that is shown needs a number or a site")
        return self


class FileIn(_Strict):
    """The whole file."""

    service: Annotated[tuple[ServiceIn, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _different_keys(self) -> Self:
        keys = [row.key for row in self.service]
        if len(keys) != len(set(keys)):
            raise ValueError("two services have the same key")
        return self


def read_directory(path: Path = FILE) -> Directory:
    """The services of the file, checked; raises pydantic's ValidationError."""
    rows = FileIn.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).service
    return Directory(tuple(_service(row) for row in rows))


def _service(row: ServiceIn) -> Service:
    plain = row.model_dump()
    plain["numbers"] = tuple(Number(**number) for number in plain["numbers"])
    return Service(**plain)
