"""The form for a part of the information document that the force words."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from forum.information.domain import fits, tidied


class PartForm(FlaskForm):  # type: ignore[misc]
    """One part in both languages; an empty language is allowed, and shown as missing."""

    en = TextAreaField(_("English"))
    cy = TextAreaField(_("Welsh"))

    def __init__(self, most: int, **given: Any) -> None:
        super().__init__(**given)
        self._most = most

    def validate_en(self, field: StringField) -> None:
        """Plain text, not too long."""
        self._check(field)

    def validate_cy(self, field: StringField) -> None:
        """Plain text, not too long."""
        self._check(field)

    def _check(self, field: StringField) -> None:
        words = tidied(field.data or "")
        if len(words) > self._most:
            raise ValidationError(gettext("Please use at most %(most)s characters.", most=self._most))
        if not fits(words, self._most):
            raise ValidationError(gettext("There is a character in it that cannot be shown. Please type it again."))
