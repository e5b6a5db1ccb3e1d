"""What is known about a support service, and how sure we are of it."""

from dataclasses import dataclass
from enum import StrEnum

Words = dict[str, str]
"""The same text by language: `en` and `cy`."""


class Group(StrEnum):
    """Where a service stands on the page; the order here is the order there."""

    DANGER = "danger"
    ALWAYS = "always"
    POLICE_FAMILY = "police-family"
    FOR_YOU = "for-you"
    REPORTING = "reporting"
    DEVICES = "devices"


class Ties(StrEnum):
    """How a service stands to the police."""

    INDEPENDENT = "independent"
    LINKED = "linked"
    POLICE = "police"


class Grade(StrEnum):
    """Whose page the facts come from: the operator's own, another official body's, or somebody else's."""

    OWN_PAGE = "A"
    OFFICIAL = "B"
    SECOND_HAND = "C"


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number as printed, in groups, and the form that a phone dials."""

    printed: str
    dial: str
    use: str = "call"


@dataclass(frozen=True, slots=True)
class Service:
    """One support organisation, or one way to reach it."""

    key: str
    group: Group
    name: Words
    what: Words
    hours: Words
    ties: Ties
    grade: Grade
    source: Words
    copied: str
    numbers: tuple[Number, ...] = ()
    site: str = ""
    care: Words | None = None
    to_check: str = ""

    @property
    def is_checked(self) -> bool:
        """Only what its operator or an official body says is shown; the rest waits for the coordinator."""
        return self.grade is not Grade.SECOND_HAND and not self.to_check


@dataclass(frozen=True, slots=True)
class Directory:
    """All services, in the order of their file."""

    services: tuple[Service, ...]

    def checked(self) -> list[Service]:
        """The services that may be shown to anybody."""
        return [service for service in self.services if service.is_checked]

    def waiting(self) -> list[Service]:
        """The services that the coordinator has to confirm first."""
        return [service for service in self.services if not service.is_checked]

    def find(self, key: str) -> Service:
        """The service with this key, which a text of ours names; raises KeyError."""
        return {service.key: service for service in self.services}[key]

    def grouped(self) -> list[tuple[Group, list[Service]]]:
        """The services that may be shown, emergency first; groups without one are left out."""
        groups = [(group, [s for s in self.checked() if s.group is group]) for group in Group]
        return [(group, members) for group, members in groups if members]
