"""Signing in and out of the pages, and who is asking in a request.

A sign-in is three steps, so that no password is computed inside a transaction: `begin` counts the
attempt, `Attempt.accepts` compares, `complete` lets in. An attempt that is never completed stays
counted, so nothing is gained by asking many times at once.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256

from sqlmodel import Session

from annotator.domain.errors import AnnotatorError
from annotator.domain.people import Person
from annotator.services import passwords
from annotator.store import credentials, users
from annotator.store.clock import now
from annotator.store.credentials import Holder
from annotator.store.session import Database
from annotator.store.tables import WebSession

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
#: Failed attempts are counted over this time.
WINDOW = 15 * MINUTE
#: How many there may be for one name, and from one address: a class may share an address.
PER_NAME, PER_ADDRESS = 10, 50
#: When somebody was last seen is kept to this precision, so that most requests write nothing.
SEEN_EVERY = 5 * MINUTE


class TooManyAttemptsError(AnnotatorError):
    """Too many sign-ins have failed lately for this name or from this address."""

    rule = "too_many_attempts"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody wants to sign in; whether they may is not known yet."""

    name: str
    user_id: int | None
    password_hash: str | None = field(repr=False)

    def accepts(self, password: str) -> bool:
        """Whether the password is right. Slow on purpose: call it outside of any transaction."""
        return passwords.matches(self.password_hash, password)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking, and whether it is time to note that they were seen."""

    person: Person
    is_stale: bool


def digest(token: str) -> str:
    """What is kept of a token. It is long and random, so no slow hash is needed."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def begin(session: Session, name: str, address: str, *, local: bool) -> Attempt:
    """Count an attempt to sign in as `name`; raises TooManyAttemptsError.

    `local` says that the request comes from this very machine, as some accounts demand.
    """
    name = unicodedata.normalize("NFC", name)
    # The digest, not the name: people type their password into the wrong field.
    counted, moment = digest(name), now()
    by_name, by_address = credentials.count_failures(session, counted, address, moment - WINDOW)
    if by_name >= PER_NAME or by_address >= PER_ADDRESS:
        raise TooManyAttemptsError("too many sign-ins have failed; try again in 15 minutes")
    credentials.remove_expired(session, moment, moment - WINDOW)
    credentials.add_failure(session, counted, address, moment)
    user = users.find_by_name(session, name) if _can_be_stored(name) else None
    if user is None or not user.is_active or (user.loopback_only and not local):
        return Attempt(name, None, None)
    return Attempt(name, user.id, user.password_hash)


def complete(session: Session, attempt: Attempt, password: str, days: int) -> str:
    """Let somebody in for so many days, after `accepts` has said yes; the token for their browser."""
    assert attempt.user_id is not None, "only an attempt that was accepted can be completed"
    credentials.forgive(session, digest(attempt.name))
    user = users.get(session, attempt.user_id)
    if attempt.password_hash is not None and passwords.is_outdated(attempt.password_hash):
        user.password_hash = passwords.hashed(password)
    token, moment = secrets.token_urlsafe(32), now()
    credentials.add_web_session(
        session,
        WebSession(
            token_hash=digest(token),
            user_id=attempt.user_id,
            created_at=moment,
            seen_at=moment,
            expires_at=moment + days * DAY,
        ),
    )
    return token


def sign_out(session: Session, token: str) -> None:
    credentials.remove_web_session(session, digest(token))


def sign_out_everywhere(session: Session, person: Person) -> int:
    """End every sign-in of this person, this one too; how many there were."""
    return credentials.remove_web_sessions(session, person.id)


def by_browser(database: Database, token: str, *, local: bool) -> Identity | None:
    """Who holds this token of a sign-in, if it is still good."""
    return _identity(credentials.identify_web_session(database, digest(token), now()), local)


def by_program(database: Database, token: str, *, local: bool) -> Identity | None:
    """Who holds this API token, if it is still good."""
    return _identity(credentials.identify_api_token(database, digest(token), now()), local)


def seen_in_browser(session: Session, token: str) -> None:
    credentials.mark_web_session(session, digest(token), now())


def seen_as_program(session: Session, token: str) -> None:
    credentials.mark_api_token(session, digest(token), now())


def _identity(holder: Holder | None, local: bool) -> Identity | None:
    if holder is None or (holder.loopback_only and not local):
        return None
    is_stale = holder.used_at is None or now() - holder.used_at > SEEN_EVERY
    return Identity(Person(holder.user_id, holder.name, holder.is_admin), is_stale)


def _can_be_stored(name: str) -> bool:
    """Whether the database could hold such a name; asking PostgreSQL for a NUL is an error there."""
    return "\x00" not in name and name.isprintable()
