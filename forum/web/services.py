"""Hands the assembled services to views and handlers."""

from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

if TYPE_CHECKING:
    from forum.assemble import Services

KEY = "forum.services"


def put_services(app: Flask, assembled: Any) -> None:
    """Keeps the services with the app that was made for them."""
    app.extensions[KEY] = assembled


def services_of(app: Flask) -> Any:
    """The services of this app, for whoever answers no request; None where it has none."""
    return app.extensions.get(KEY)


def services() -> "Services":
    """The services of the app that answers right now."""
    assembled: Services = current_app.extensions[KEY]
    return assembled
