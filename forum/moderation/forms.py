"""The moderators' forms; each carries a token of the form cookie."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

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
    """How many cards, how many of them to put aside, and in which size."""

    count = IntegerField(
        _("How many cards"),
        [
            InputRequired(_("Please say how many cards you need.")),
            NumberRange(1, MOST_CARDS, _("Please choose from 1 to 200 cards.")),
        ],
    )
    spare = IntegerField(
        _("And spare cards"), [Optional(), NumberRange(0, MOST_CARDS, _("Please choose from 0 to 200 spare cards."))]
    )
    large = BooleanField(_("Large print: two cards on a page instead of six"))

    def validate_spare(self, field: IntegerField) -> None:
        """Together no more than can be made at once."""
        if self.total > MOST_CARDS:
            raise ValidationError(_("Please choose at most 200 cards, the spare ones included."))

    @property
    def total(self) -> int:
        """All cards that are to be made."""
        return (self.count.data or 0) + (self.spare.data or 0)


class CloseForm(FlaskForm):  # type: ignore[misc]
    """A closing that was meant."""

    confirm = BooleanField(
        _("Yes, close and forget this session"), [InputRequired(_("Please tick the box if you mean it."))]
    )
    anyway = BooleanField(_("Close, and erase it"))


def faults_of(form: FlaskForm) -> list[tuple[str, str]]:
    """What to put right: where, and in which words."""
    return [
        (name, str(words)) for name, found in form.errors.items() if name and name != "csrf_token" for words in found
    ]
