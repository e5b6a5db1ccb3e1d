"""The moderators' forms; each carries a token of the form cookie."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from forum.moderation import domain
from forum.moderation.wire import from_wall
from forum.sessions.domain import LONGEST, MOST_CARDS, MOST_IN_NAME, MOST_SEATS

WALL = "%Y-%m-%dT%H:%M"
HOURS = int(LONGEST.total_seconds() // 3600)


class BareForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Name and passphrase."""

    name = StringField(_("Name"), [InputRequired(_("Please give your name.")), Length(max=domain.MOST_IN_NAME)])
    passphrase = PasswordField(
        _("Passphrase"),
        [InputRequired(_("Please give your passphrase.")), Length(max=domain.MOST_IN_PASSPHRASE)],
    )


class SessionForm(FlaskForm):  # type: ignore[misc]
    """A new session."""

    name = StringField(
        _("A neutral name"),
        [
            InputRequired(_("Please give the session a name.")),
            Length(max=MOST_IN_NAME, message=_("Please choose a name of at most 60 characters.")),
        ],
    )
    opens = DateTimeLocalField(_("Begins"), [InputRequired(_("Please say when it begins."))], format=WALL)
    closes = DateTimeLocalField(_("Ends"), [InputRequired(_("Please say when it ends."))], format=WALL)
    size = IntegerField(
        _("Seats"),
        [
            InputRequired(_("Please say how many seats there are.")),
            NumberRange(1, MOST_SEATS, _("Please choose from 1 to 200 seats.")),
        ],
    )
    language = SelectField(
        _("Language"), choices=[("both", _("English and Welsh")), ("en", _("English")), ("cy", _("Welsh"))]
    )

    def __init__(self, now: datetime, **given: Any) -> None:
        super().__init__(**given)
        self._now = now

    def validate_closes(self, field: DateTimeLocalField) -> None:
        """An end that lies ahead, after the beginning and not too far from it."""
        opens, closes = self.opens.data, field.data
        if opens is None or closes is None:
            return
        if closes <= opens:
            raise ValidationError(_("The end comes before the beginning."))
        if closes - opens > LONGEST:
            raise ValidationError(_("A session lasts at most %(hours)s hours.", hours=HOURS))
        if from_wall(closes) <= self._now:
            raise ValidationError(_("That end is in the past."))


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
