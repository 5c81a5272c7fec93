"""What every answer says to the browser about what it may do, and the cookie's settings."""

from typing import Any

from flask import Flask, Response, request

from annotator.settings import Settings

#: Strict because nothing needs more: no inline code, no other site, no frame. Colours of labels
#: come as constructed style sheets, which this allows.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
_TWO_YEARS = 2 * 365 * 24 * 3600
#: The address of a static file changes with its content, so what it names never does.
_FOR_EVER = "public, max-age=31536000, immutable"


def cookie_settings(settings: Settings) -> dict[str, Any]:
    """Flask's settings for the cookie that holds the sign-in."""
    return {
        # A name with this prefix is refused by browsers unless the cookie is for HTTPS and this host alone.
        "SESSION_COOKIE_NAME": "__Host-annotator" if settings.secure_cookies else "annotator",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": settings.session_days * 24 * 3600,
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def add_headers(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer of the application; `secure` says that it is behind HTTPS."""
    headers = dict(HEADERS)
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS}; includeSubDomains"

    def after(response: Response) -> Response:
        response.headers.extend(headers)
        if request.endpoint == "static" and response.status_code in {200, 206, 304}:
            response.headers["Cache-Control"] = _FOR_EVER
        else:
            # Texts and names: after signing out on a shared computer nothing may come back from a cache.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.after_request(after)
