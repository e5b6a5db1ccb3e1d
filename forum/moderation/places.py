"""Where the coordinator lists stations and departments, so that the room's page can point them out."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.validators import ValidationError

from forum.moderation.forms import faults_of
from forum.moderation.pages import require_form_token, require_sign_in
from forum.rooms.details.keeper import LANGS, LEAST_LETTERS, MOST_IN_PLACE, MOST_PLACES, faulty
from forum.web.languages import PREFIX
from forum.web.services import services

blueprint = Blueprint("places", __name__, url_prefix=f"{PREFIX}/moderation/places")
blueprint.before_request(require_sign_in)
blueprint.before_request(require_form_token)


class PlacesForm(FlaskForm):  # type: ignore[misc]
    """Both lists, one place a line; each may be empty."""

    en = TextAreaField(_("English"))
    cy = TextAreaField(_("Welsh"))

    def validate_en(self, field: Field) -> None:
        """Nothing but places."""
        _require_places(field)

    def validate_cy(self, field: Field) -> None:
        """Nothing but places."""
        _require_places(field)


def _require_places(field: Field) -> None:
    fault = faulty(field.data or "")
    if fault is not None:
        raise ValidationError(_sentences()[fault])


def _sentences() -> dict[str, str]:
    return {
        "many": gettext("Please list at most %(most)s places.", most=MOST_PLACES),
        "long": gettext("Please use at most %(most)s characters for each place.", most=MOST_IN_PLACE),
        "short": gettext("Please use at least %(least)s letters for each place.", least=LEAST_LETTERS),
        "sign": gettext("There is a character in it that cannot be shown. Please type it again."),
    }


@blueprint.route("", methods=["GET", "POST"])
def lists() -> ResponseReturnValue:
    """The lists, to be changed."""
    places = services().places
    kept: dict[str, Any] = {lang: "\n".join(places.of(lang)) for lang in LANGS}
    form = PlacesForm(data=kept)
    if not form.validate_on_submit():
        return render_template("moderation/places.html", form=form, faults=faults_of(form))
    places.save({"en": form.en.data or "", "cy": form.cy.data or ""})
    return redirect(url_for("moderation.sessions"), 303)
