"""The moderators' form cookie: signed the way our other cookies are, with no time inside."""

import hashlib
import re
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeSerializer

FORM_COOKIE = "__Host-form"
MODERATORS = re.compile(r"/(en|cy)/moderation/")


class Untimed(URLSafeSerializer):
    """A serializer whose values carry no moment, and so take no greatest age."""

    def loads(self, s: str | bytes, salt: str | bytes | None = None, **_: Any) -> Any:
        return super().loads(s, salt)


class FormSessions(SecureCookieSessionInterface):
    """Flask's session, untimed and signed with HMAC-SHA-256; only forms write into it."""

    salt = "forum-form"

    def open_session(self, app: Flask, request: Request) -> Any:
        """The form cookie's content under the moderators' addresses; nowhere else is it read or written."""
        return super().open_session(app, request) if MODERATORS.match(request.path) else None

    def get_signing_serializer(self, app: Flask) -> Any:
        """The serializer of the form cookie."""
        return Untimed(
            app.secret_key or "",
            salt=self.salt,
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )


def keep_forms(app: Flask, key: str) -> None:
    """Gives the moderators' forms their cookie; no other page writes one."""
    app.session_interface = FormSessions()
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_NAME=FORM_COOKIE,
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_REFRESH_EACH_REQUEST=False,
        # The page somebody came from never reaches us; the exact Origin is required instead.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
