"""The form of a new term: simple for one session, with room for five more."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, FloatField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as Possible

from forum.moderation.wire import from_wall, next_hour, on_wall
from forum.sessions.domain import FURTHEST, LONGEST, MOST_IN_NAME, MOST_IN_WORDING, MOST_SEATS
from forum.sessions.plans import AHEAD, CARD_CY, CARD_EN, LEAST_AHEAD, LEAST_FLOOR, MOST_AHEAD, TermPlan, Times
from forum.tickets.keylist import MOST_SESSIONS

WALL = "%Y-%m-%dT%H:%M"
FURTHER = range(2, MOST_SESSIONS + 1)
USUAL_MINUTES = 90
USUAL_SEATS = 12
HOUR = timedelta(hours=1)
TOO_LONG = _("This is too long to stand on a card.")


class HoursField(FloatField):  # type: ignore[misc]
    """A number of hours, written as short as people write it: 12, not 12.0."""

    def _value(self) -> str:
        return str(super()._value()).removesuffix(".0")


def with_further_sessions(form: type["SessionForm"]) -> type["SessionForm"]:
    """Gives the form a beginning and an end for each further session."""
    for number in FURTHER:
        begins, ends = _("Begins"), _("Ends")
        setattr(form, f"opens_{number}", DateTimeLocalField(begins, [Possible()], format=WALL))
        setattr(form, f"closes_{number}", DateTimeLocalField(ends, [Possible()], format=WALL))
    return form


@with_further_sessions
class SessionForm(FlaskForm):  # type: ignore[misc]
    """New sessions; what has a usual answer may be left out."""

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
    group = SelectField(
        _("Who it is for"),
        choices=[
            ("everyone", _("Everyone")),
            ("women", _("Women")),
            ("men", _("Men")),
            ("lgbt", _("LGBT+ people")),
            ("minoritised", _("Black and minoritised people")),
            ("deaf", _("Deaf people")),
            ("older", _("Older people")),
        ],
    )
    late_door = SelectField(
        _("The late door"),
        choices=[
            ("open", _("Open until the session ends")),
            ("shut", _("Shut some hours before it begins")),
        ],
    )
    hours = HoursField(
        _("If it is shut: how many hours before"),
        [
            Possible(),
            NumberRange(LEAST_AHEAD / HOUR, MOST_AHEAD / HOUR, _("Please choose from half an hour to 168 hours.")),
        ],
    )
    floor = IntegerField(
        _("If it is shut: let nobody in with fewer tickets than"),
        [Possible(), NumberRange(min=LEAST_FLOOR, message=_("Please choose at least 2, or leave it empty."))],
    )
    details = SelectField(
        _("Details that could tell who somebody is"),
        choices=[
            ("ask", _("The page points them out; the person decides")),
            ("stop", _("The sure ones stay out: numbers, addresses, ranks with names, listed places")),
        ],
    )
    given = SelectField(
        _("How cards are given"),
        choices=[
            ("after-talk", _("By a person, after a talk")),
            ("from-box", _("From a box: each person draws one unseen")),
        ],
    )
    card_en = StringField(_("On the card, in English"), [Possible(), Length(max=MOST_IN_WORDING, message=TOO_LONG)])
    card_cy = StringField(_("On the card, in Welsh"), [Possible(), Length(max=MOST_IN_WORDING, message=TOO_LONG)])

    def __init__(self, now: datetime, **given: Any) -> None:
        super().__init__(**(usual_answers(now) | given))
        self._now = now

    def validate(self, extra_validators: Any = None) -> bool:
        """Each answer for itself, and then those that must go together."""
        if not super().validate(extra_validators):
            return False
        for check in (self._check_times, self._check_order, self._check_late_door):
            check()
        return not self.errors

    def pairs(self) -> list[tuple[Field, Field]]:
        """Beginning and end of each session, the first one's first."""
        return [(self.opens, self.closes), *((self[f"opens_{n}"], self[f"closes_{n}"]) for n in FURTHER)]

    def plan(self) -> TermPlan:
        """What was answered, in times that are kept."""
        return TermPlan(
            name=self.name.data,
            times=tuple(Times(from_wall(opens.data), from_wall(closes.data)) for opens, closes in self._filled()),
            size=self.size.data,
            language=self.language.data,
            late_door=self.late_door.data,
            ahead=self._ahead(),
            floor=self.floor.data,
            details=self.details.data,
            given=self.given.data,
            group=self.group.data,
            card_en=self.card_en.data or "",
            card_cy=self.card_cy.data or "",
        )

    def _filled(self) -> list[tuple[Field, Field]]:
        return [pair for pair in self.pairs() if pair[0].data is not None or pair[1].data is not None]

    def _ahead(self) -> timedelta:
        return AHEAD if self.hours.data is None else timedelta(minutes=round(self.hours.data * 60))

    def _check_times(self) -> None:
        for opens, closes in self._filled():
            for field in (opens, closes):
                if field.data is None:
                    fault(field, _("Please give both the beginning and the end."))
            if opens.data is not None and closes.data is not None:
                self._check_span(opens, closes)

    def _check_span(self, opens: Field, closes: Field) -> None:
        if closes.data <= opens.data:
            fault(closes, _("The end comes before the beginning."))
        elif closes.data - opens.data > LONGEST:
            fault(closes, _("A session lasts at most %(hours)s hours.", hours=LONGEST // HOUR))
        elif closes.data <= on_wall(self._now):
            fault(closes, _("That end is in the past."))
        elif opens.data > on_wall(self._now + FURTHEST):
            fault(opens, _("That is more than a year ahead. Please look at the year once more."))

    def _check_order(self) -> None:
        whole = [pair for pair in self._filled() if pair[0].data is not None and pair[1].data is not None]
        for (_opens, closes), (later, _closes) in pairwise(sorted(whole, key=lambda pair: pair[0].data)):
            if later.data < closes.data:
                fault(later, _("This session begins before another one ends."))

    def _check_late_door(self) -> None:
        if self.late_door.data == "open":
            if self.floor.data is not None:
                fault(self.floor, _("This works only with a shut late door: before, nobody knows the number."))
            return
        if self.floor.data is not None and self.floor.data > self.size.data:
            fault(self.floor, _("That is more than there are seats."))
        times = [from_wall(opens.data) for opens, _closes in self._filled() if opens.data is not None]
        if min(times) <= self._now + self._ahead():
            fault(self.hours, _("Collecting would be over already. Choose fewer hours, or leave the late door open."))


def usual_answers(now: datetime) -> dict[str, Any]:
    """What stands in the form before anybody has written anything."""
    opens = next_hour(now)
    return {
        "opens": opens,
        "closes": opens + timedelta(minutes=USUAL_MINUTES),
        "size": USUAL_SEATS,
        "language": "both",
        "group": "everyone",
        "late_door": "open",
        "hours": AHEAD // HOUR,
        "details": "ask",
        "given": "after-talk",
        "card_en": CARD_EN,
        "card_cy": CARD_CY,
    }


def fault(field: Field, words: object) -> None:
    """Says what to put right about an answer."""
    field.errors = [*field.errors, words]
