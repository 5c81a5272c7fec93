"""The signed cookie that holds a sign-in, and the token against forged requests.

A browser shows the same two with each of its requests. Their signatures are checked once and remembered;
what a session holds is still the request's own copy, and its age is looked at each time.
"""

import hmac
import time
from functools import lru_cache
from typing import Any

from flask import Flask, Request, current_app, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadData, URLSafeTimedSerializer

#: How many browsers at once are remembered.
_KNOWN = 4096
_CSRF_HEADER = "X-CSRFToken"


class CookieSessions(SecureCookieSessionInterface):
    """Flask's own sessions in a signed cookie, for one application."""

    def __init__(self, app: Flask) -> None:
        signer = self.get_signing_serializer(app)
        assert signer is not None, "the application has its secret before it has sessions"
        self._max_age = app.permanent_session_lifetime.total_seconds()

        @lru_cache(maxsize=_KNOWN)
        def unsigned(value: str) -> tuple[dict[str, Any], float]:
            data, moment = signer.loads(value, return_timestamp=True)
            return data, moment.timestamp()

        self._unsigned = unsigned

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        value = request.cookies.get(self.get_cookie_name(app))
        if not value:
            return self.session_class()
        try:
            data, moment = self._unsigned(value)
        except BadData:
            return self.session_class()
        return self.session_class(data) if 0 <= time.time() - moment <= self._max_age else self.session_class()


def shows_csrf_token() -> bool:
    """Whether the request carries, in the header that only our own script can set, the token of its session.

    Over HTTPS it must come from our own address too. A no is no verdict: a form has its token elsewhere.
    """
    shown, known = request.headers.get(_CSRF_HEADER), session.get("csrf_token")
    if not shown or not known or not isinstance(known, str):
        return False
    if request.is_secure and request.headers.get("Origin") != f"https://{request.host}":
        return False
    return hmac.compare_digest(_csrf_token(current_app.secret_key, shown).encode(), known.encode())


@lru_cache(maxsize=_KNOWN)
def _csrf_token(secret: Any, shown: str) -> str:
    """What stands in a token that Flask-WTF has signed; nothing in one that it has not."""
    try:
        found = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").loads(shown)
    except BadData:
        return ""
    return found if isinstance(found, str) else ""
