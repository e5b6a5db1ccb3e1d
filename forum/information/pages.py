"""What people may read before they come in: the information document, its leaflet, and the two pages of care."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask import Blueprint, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.information.domain import LANGS, Block, Document, ForcePart, Lang, Section, Wording
from forum.information.films import Film
from forum.information.render import Chunk, Line, inline, plain, prose
from forum.information.texts import care
from forum.information.tonight import given_words, group_words, languages_read
from forum.refusals import RefusalCode, Refused
from forum.signposting.domain import Directory
from forum.web.languages import PREFIX, page_language
from forum.web.services import services

blueprint = Blueprint("information", __name__)
for words in (group_words, given_words, languages_read):
    blueprint.add_app_template_global(words)


@dataclass(frozen=True, slots=True)
class ShownShort:
    """A short line as a page shows it."""

    lead: Line
    rest: Line
    lang: Lang
    borrowed: bool = False


@blueprint.get(f"{PREFIX}/information")
def whole() -> ResponseReturnValue:
    """The whole document."""
    return render_template("information/whole.html", document=_document())


@blueprint.get(f"{PREFIX}/information/leaflet")
def leaflet() -> ResponseReturnValue:
    """The same on two sides of paper."""
    address = services().settings.door_origin.partition("://")[2]
    return render_template("information/leaflet.html", document=_document(), address=address)


@blueprint.get(f"{PREFIX}/safety")
def safety() -> ResponseReturnValue:
    """Questions for oneself; nothing on the page can be sent."""
    return render_template("information/safety.html", document=care("safety")[_lang()])


@blueprint.get(f"{PREFIX}/colleague")
def colleague() -> ResponseReturnValue:
    """For somebody who is worried about a colleague; it asks for nothing."""
    return render_template("information/colleague.html", document=care("colleague")[_lang()])


@blueprint.get("/bsl/<name>")
def bsl(name: str) -> ResponseReturnValue:
    """A film, or its captions; no file of another name."""
    films = services().films
    if films.folder is None or name not in films.names():
        raise Refused(RefusalCode.NOT_FOUND)
    return send_from_directory(films.folder.absolute(), name, etag=False)


@blueprint.app_template_global()
def sections_at(place: str) -> list[Section]:
    """The sections of the information document that stand at a place, in the page's language."""
    return _document().at(place)


@blueprint.app_template_global()
def short_line(section: Section) -> ShownShort:
    """The short line of a section: ours, or the force's own."""
    if section.short.part is None:
        lang = _lang()
        return ShownShort(inline(section.short.lead, lang), inline(section.short.rest, lang), lang)
    return plain_short(services().information.wording(section.short.part, _lang()))


@blueprint.app_template_global()
def plain_short(words: Wording) -> ShownShort:
    """A short line that the force has worded: plain text, whatever it holds."""
    short = words.short
    return ShownShort(plain(short.lead), plain(short.rest), words.lang, words.borrowed)


@blueprint.app_template_global()
def kind_of(block: Block) -> str:
    """Which kind of block it is, in one word."""
    return {"Prose": "prose", "ServiceLine": "service"}.get(type(block).__name__, "force")


@blueprint.app_template_global()
def worded(block: ForcePart) -> Wording:
    """The words of a part, in the page's language where there are any."""
    return services().information.wording(block.key, _lang())


@blueprint.app_template_global()
def worded_in(key: str, lang: Lang) -> Wording:
    """The words of a part in a language asked for, on pages that hold both."""
    return services().information.wording(key, lang)


@blueprint.app_template_global()
def services_directory() -> Directory:
    """The services that our texts name."""
    return services().directory


@blueprint.app_template_global()
def film(slot: str) -> Film:
    """The place for a film."""
    return services().films.film(slot)


@blueprint.app_template_global()
def version_words() -> str:
    """Which version of the information people read."""
    version = services().information.version
    day = _day(version.day)
    return str(_("Version %(number)s of %(day)s, mark %(mark)s", number=version.number, day=day, mark=version.mark))


@blueprint.app_template_filter()
def as_prose(markdown: str) -> list[Chunk]:
    """The paragraphs and lists of our Markdown, with links in the page's language."""
    return prose(markdown, _lang())


def _document() -> Document:
    return services().information.document(_lang())


def _lang() -> Lang:
    here = page_language()
    return next(lang for lang in LANGS if lang == here)


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM yyyy", locale=_lang()))
