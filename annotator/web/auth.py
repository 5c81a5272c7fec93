"""Who asks: read once in a request, from the cookie of a browser or the token of a program."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import g, request, session
from sqlmodel import Session
from werkzeug.exceptions import Unauthorized

from annotator.domain.people import Person
from annotator.services import sign_in
from annotator.services.sign_in import Identity
from annotator.web.db import database, write_session

#: Under which name the token of the sign-in stands in the signed cookie.
COOKIE_KEY = "token"
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
#: Asked by programs that know no bearer tokens. Nowhere else: browsers send a password along by themselves.
_BY_PASSWORD = frozenset({"ml_backend"})
_FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of credential: whose it is, and how to note that it was used."""

    identify: Callable[..., Identity | None]
    note: Callable[[Session, str], None]


BROWSER = Kind(sign_in.by_browser, sign_in.seen_in_browser)
PROGRAM = Kind(sign_in.by_program, sign_in.seen_as_program)


def current_person() -> Person:
    """Who asks; raises Unauthorized when nobody is signed in."""
    person = find_person()
    if person is None:
        raise Unauthorized("sign in first")
    return person


def find_person() -> Person | None:
    """Who asks, or None when nobody is signed in. Asks the database once in a request.

    Outside of any open session of the request: it may write that somebody was seen.
    """
    if "person" not in g:
        g.person = _identify()
    found: Person | None = g.person
    return found


def forget_person() -> None:
    """Ask anew when it is next needed: the credentials have just changed."""
    g.pop("person", None)


def is_program() -> bool:
    """Whether the request shows a token. Then a cookie that comes along counts for nothing."""
    return "Authorization" in request.headers


def is_local() -> bool:
    """Whether the request comes straight from this machine, and was meant for it by name.

    A proxy in between shows in the headers it adds; another site that points its own name here, in the host.
    """
    if not _is_this_machine(request.remote_addr or "", request.host):
        return False
    return not any(header in request.headers for header in _FORWARDED)


@lru_cache(maxsize=256)
def _is_this_machine(address: str, host: str) -> bool:
    try:
        return ip_address(address).is_loopback and urlsplit(f"//{host}").hostname in _LOCAL_NAMES
    except ValueError:
        return False


def _identify() -> Person | None:
    kind, token = (PROGRAM, _bearer()) if is_program() else (BROWSER, session.get(COOKIE_KEY))
    if not isinstance(token, str) or not token:
        return None
    identity = kind.identify(database(), token, local=is_local())
    if identity is None:
        return None
    if identity.is_stale:
        with write_session() as opened:
            kind.note(opened, token)
    return identity.person


def _bearer() -> str | None:
    """The token that is shown; as the password of any name where that is what a program can do."""
    shown = request.authorization
    if shown is not None and shown.type == "basic" and request.blueprint in _BY_PASSWORD:
        return shown.password
    return shown.token if shown is not None and shown.type == "bearer" else None
