"""Where the coordinator words the force's own parts: looked at first, saved only then."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.information.domain import LANGS, Lang
from forum.information.forms import PartForm
from forum.information.service import Part, wording
from forum.moderation.forms import BareForm, faults_of
from forum.moderation.pages import require_form_token, require_sign_in
from forum.web.languages import PREFIX
from forum.web.services import services

blueprint = Blueprint("information_desk", __name__, url_prefix=f"{PREFIX}/moderation/information")
blueprint.before_request(require_sign_in)
blueprint.before_request(require_form_token)

blueprint.add_app_template_global(wording, "tried_wording")


@blueprint.get("")
def parts() -> ResponseReturnValue:
    """Every part that can be worded, what is missing in a language, and which films are not there."""
    assembled = services()
    return render_template(
        "information/parts.html", parts=assembled.information.parts(), films=assembled.films.all(), langs=LANGS
    )


@blueprint.get("/<key>")
def part(key: str) -> ResponseReturnValue:
    """One part, to be worded; our draft stands there where the force has no words yet."""
    found = services().information.part(key)
    words = found.words if any(found.words.values()) else found.draft
    return _form_page(found, PartForm(found.most, formdata=None, **words))


@blueprint.post("/<key>")
def word(key: str) -> ResponseReturnValue:
    """Shows how new words will look; saves them when they come from that page."""
    information = services().information
    found = information.part(key)
    form = PartForm(found.most)
    if not form.validate() or request.form.get("act") == "change":
        return _form_page(found, form)
    words: dict[Lang, str] = {"en": form.en.data or "", "cy": form.cy.data or ""}
    if request.form.get("act") == "save":
        information.save(key, words)
        return redirect(url_for(".parts"), 303)
    tried = information.tried(key, words)
    return render_template("information/preview.html", part=tried, form=BareForm(formdata=None), langs=LANGS)


def _form_page(found: Part, form: PartForm) -> ResponseReturnValue:
    return render_template("information/part.html", part=found, form=form, faults=faults_of(form))
