"""The information document as people read it now: our text, the force's words, and the number of both together."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum.information.domain import (
    LANGS,
    Document,
    ForceTexts,
    Lang,
    Version,
    Wording,
    digest_of,
    fits,
    most_in,
    tidied,
)
from forum.information.ports import ForceTextStore, Today
from forum.refusals import RefusalCode, Refused


@dataclass(frozen=True, slots=True)
class Part:
    """A part that the force may word: where it stands, our draft, and the force's words."""

    key: str
    title: dict[Lang, str]
    draft: dict[Lang, str]
    words: dict[Lang, str]

    @property
    def most(self) -> int:
        """How many characters it may have."""
        return most_in(self.key)

    @property
    def missing(self) -> list[Lang]:
        """The languages in which others stand in, because the force has worded only the other one."""
        return [lang for lang in LANGS if any(self.words.values()) and not self.words[lang]]


class Information:
    """One document in two languages. What people read comes from memory, so it is there when the store is not."""

    def __init__(self, documents: Mapping[Lang, Document], store: ForceTextStore, today: Today) -> None:
        self._documents = documents
        self._store = store
        self._today = today
        self._texts: ForceTexts = store.texts()
        self._version = self._counted(self._texts)

    @property
    def version(self) -> Version:
        """The version that people read now."""
        return self._version

    def document(self, lang: Lang) -> Document:
        """Our text in this language."""
        return self._documents[lang]

    def wording(self, key: str, lang: Lang) -> Wording:
        """The words of a part: the force's, else our draft; from the other language only where this one is missing."""
        return wording(self.part(key), lang)

    def parts(self) -> list[Part]:
        """Every part that the force may word, in the order of the document."""
        return [self._part(key) for key in self._documents["en"].drafts()]

    def part(self, key: str) -> Part:
        """One part; raises NOT_FOUND."""
        if key not in self._documents["en"].drafts():
            raise Refused(RefusalCode.NOT_FOUND)
        return self._part(key)

    def tried(self, key: str, words: Mapping[Lang, str]) -> Part:
        """The part as it would be with other words; raises BAD_REQUEST where they are not plain or too long."""
        now = self.part(key)
        tidy = {lang: tidied(words[lang]) for lang in LANGS}
        if not all(fits(text, now.most) for text in tidy.values()):
            raise Refused(RefusalCode.BAD_REQUEST)
        return Part(key, now.title, now.draft, tidy)

    def save(self, key: str, words: Mapping[Lang, str]) -> Version:
        """From now on people read these words; with none in either language, our draft again."""
        part = self.tried(key, words)
        kept = {lang: text for lang, text in part.words.items() if text}
        self._store.put(key, kept)
        self._texts = self._store.texts()
        self._version = self._counted(self._texts)
        return self._version

    def _part(self, key: str) -> Part:
        return Part(
            key,
            {lang: self._title(key, lang) for lang in LANGS},
            {lang: self._documents[lang].drafts()[key] for lang in LANGS},
            {lang: self._texts.get((key, lang), "") for lang in LANGS},
        )

    def _title(self, key: str, lang: Lang) -> str:
        return next(s.title for s in self._documents[lang].sections if key in dict(s.drafts()))

    def _counted(self, texts: ForceTexts) -> Version:
        sources = {lang: self._documents[lang].source for lang in LANGS}
        return self._store.version(digest_of(sources, texts), self._today())


def wording(part: Part, lang: Lang) -> Wording:
    """What a page in this language shows of a part."""
    if not any(part.words.values()):
        return Wording(part.draft[lang], lang)
    if part.words[lang]:
        return Wording(part.words[lang], lang)
    other: Lang = "cy" if lang == "en" else "en"
    return Wording(part.words[other], other, borrowed=True)
