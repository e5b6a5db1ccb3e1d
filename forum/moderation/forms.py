"""The moderators' forms; each carries a token of the form cookie."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from forum.moderation import domain
from forum.sessions.domain import MOST_CARDS


class BareForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Name and passphrase."""

    name = StringField(_("Name"), [InputRequired(_("Please give your name.")), Length(max=domain.MOST_IN_NAME)])
    passphrase = PasswordField(
        _("Passphrase"),
        [InputRequired(_("Please give your passphrase.")), Length(max=domain.MOST_IN_PASSPHRASE)],
    )


class CardsForm(FlaskForm):  # type: ignore[misc]
    """How many cards."""

    count = IntegerField(
        _("How many cards"),
        [
            InputRequired(_("Please say how many cards you need.")),
            NumberRange(1, MOST_CARDS, _("Please choose from 1 to 200 cards.")),
        ],
    )


class CloseForm(FlaskForm):  # type: ignore[misc]
    """A closing that was meant."""

    confirm = BooleanField(
        _("Yes, close and forget this session"), [InputRequired(_("Please tick the box if you mean it."))]
    )


def faults_of(form: FlaskForm) -> list[tuple[str, str]]:
    """What to put right: where, and in which words."""
    return [
        (name, str(words)) for name, found in form.errors.items() if name and name != "csrf_token" for words in found
    ]
