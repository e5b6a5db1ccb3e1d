"""Films in British Sign Language: which pages have a place for one, and which of them are filled."""

from dataclasses import dataclass
from pathlib import Path

from forum.information.domain import LANGS, Lang

SLOTS = ("welcome", "six-things", "information", "safety", "colleague")
"""The names of the places, and of the files without their ending."""


@dataclass(frozen=True, slots=True)
class Film:
    """One place for a film."""

    slot: str
    there: bool
    captions: tuple[Lang, ...]

    @property
    def missing(self) -> list[str]:
        """The files that are not there yet."""
        names = {f"{self.slot}.{lang}.vtt": lang in self.captions for lang in LANGS}
        return [name for name, there in {f"{self.slot}.mp4": self.there, **names}.items() if not there]


class Films:
    """The films in a folder of the operator's; without a folder there are none."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def film(self, slot: str) -> Film:
        """What there is for a place right now."""
        return Film(slot, self._has(f"{slot}.mp4"), tuple(lang for lang in LANGS if self._has(f"{slot}.{lang}.vtt")))

    def all(self) -> list[Film]:
        """Every place."""
        return [self.film(slot) for slot in SLOTS]

    def names(self) -> set[str]:
        """The only names of files that are ever handed out."""
        return {name for slot in SLOTS for name in (f"{slot}.mp4", *(f"{slot}.{lang}.vtt" for lang in LANGS))}

    def _has(self, name: str) -> bool:
        return self.folder is not None and (self.folder / name).is_file()
