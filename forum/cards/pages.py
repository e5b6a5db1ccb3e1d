"""The moderators' page on which a lost card, or a whole sheet that went astray, is cancelled."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from forum.moderation.forms import faults_of
from forum.moderation.pages import require_form_token, require_sign_in
from forum.refusals import Refused
from forum.tickets.codes import LONGEST_TEXT, parse_cancel_code
from forum.web.languages import PREFIX
from forum.web.services import services

blueprint = Blueprint("cards", __name__, url_prefix=f"{PREFIX}/moderation/cards")
blueprint.before_request(require_sign_in)
blueprint.before_request(require_form_token)


class CancelForm(FlaskForm):  # type: ignore[misc]
    """The code of a stub or of a sheet."""

    code = StringField(
        _("The code on the stub, or the sheet code"),
        [InputRequired(_("Please type the code.")), Length(max=LONGEST_TEXT)],
    )

    def validate_code(self, field: StringField) -> None:
        """A code whose check fits, so that nothing is asked for with a slip of the pen."""
        try:
            parse_cancel_code(field.data or "")
        except Refused:
            words = _("There is a mistake in this code, or it is the code of a card itself. Nothing was cancelled.")
            raise ValidationError(words) from None


@blueprint.route("/cancel", methods=["GET", "POST"])
def cancel() -> ResponseReturnValue:
    """From then on the card, or every card of the sheet, opens nothing for anybody."""
    form = CancelForm()
    if not form.validate_on_submit():
        return _page(form, None)
    done = services().sessions.cancel(parse_cancel_code(form.code.data))
    if not done:
        form.code.errors = [
            gettext("No card is waiting under this code. It may be cancelled already, or its time is over.")
        ]
        return _page(form, None)
    return _page(
        CancelForm(formdata=None), ngettext("%(num)s card is cancelled.", "%(num)s cards are cancelled.", done)
    )


def _page(form: CancelForm, done: str | None) -> str:
    return render_template("cards/cancel.html", form=form, faults=faults_of(form), done=done)
