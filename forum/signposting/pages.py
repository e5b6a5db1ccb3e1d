"""The support page and the page before the external reference group; both work without scripts."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.signposting.domain import Group, Ties
from forum.web.languages import PREFIX
from forum.web.page_words import in_language, mark
from forum.web.services import services

blueprint = Blueprint("signposting", __name__)

GROUPS = {
    Group.DANGER: mark("In danger now"),
    Group.ALWAYS: mark("Open day and night"),
    Group.POLICE_FAMILY: mark("For people who work for the police"),
    Group.FOR_YOU: mark("For you in particular"),
    Group.REPORTING: mark("If you want to report something"),
    Group.DEVICES: mark("Your phone and your accounts"),
}

TIES = {
    Ties.INDEPENDENT: mark("Not part of the police"),
    Ties.LINKED: mark("Works with the police"),
    Ties.POLICE: mark("Part of the police"),
}


@blueprint.get(f"{PREFIX}/support")
def support() -> ResponseReturnValue:
    """Every service that has been checked, emergency first."""
    return render_template("signposting/support.html", title=_("Who to talk to"), directory=services().directory)


@blueprint.get(f"{PREFIX}/reference-group")
def reference_group() -> ResponseReturnValue:
    """What the reference group is, and only then the way there."""
    address = services().settings.vrg_url
    return render_template("signposting/reference_group.html", vrg_url=str(address) if address else None)


@blueprint.app_template_global()
def group_title(code: str, group: Group) -> str:
    """The heading of a group, in the language asked for."""
    return in_language(code, GROUPS[group])


@blueprint.app_template_global()
def ties_words(code: str, ties: Ties) -> str:
    """How a service stands to the police, in the language asked for."""
    return in_language(code, TIES[ties])
