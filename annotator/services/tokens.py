"""Tokens by which programs act for a person: shown once, kept as a hash."""

import secrets
from dataclasses import dataclass

from sqlmodel import Session

from annotator.domain.errors import InvalidInput, NotFound
from annotator.domain.people import Person
from annotator.services.sign_in import DAY, digest
from annotator.store import credentials
from annotator.store.clock import as_iso, now
from annotator.store.tables import ApiToken

#: So that a token that leaked is recognised for what it is.
PREFIX = "ann_"
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TokenSummary:
    """What may be said of a token: all but the token."""

    id: int
    owner: str
    name: str
    created: str
    used: str | None
    expires: str | None


def create_token(session: Session, person: Person, name: str, days: int | None = None) -> str:
    """A new token of this person, good for so many days (None: until revoked). It cannot be shown again.

    Raises InvalidInput for a name that is empty, too long or not printable.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInput(f"a token's name has 1 to {LONGEST_NAME} printable characters", rule="token_name")
    token, moment = PREFIX + secrets.token_urlsafe(32), now()
    credentials.add_api_token(
        session,
        ApiToken(
            user_id=person.id,
            name=name,
            token_hash=digest(token),
            created_at=moment,
            expires_at=None if days is None else moment + days * DAY,
        ),
    )
    return token


def list_tokens(session: Session, person: Person | None = None) -> list[TokenSummary]:
    """The tokens that are not revoked: of this person, or (None) of everybody."""
    return [_summary(token, owner) for token, owner in credentials.api_tokens(session, person.id if person else None)]


def revoke_token(session: Session, token_id: int, owner: Person | None = None) -> None:
    """End a token for good; raises NotFound when there is none of that id (of this owner)."""
    token = credentials.find_api_token(session, token_id)
    if token is None or token.revoked_at is not None or (owner is not None and token.user_id != owner.id):
        raise NotFound(f"there is no token with the id {token_id}")
    token.revoked_at = now()
    session.flush()


def _summary(token: ApiToken, owner: str) -> TokenSummary:
    assert token.id is not None, "a token that was stored has an id"
    return TokenSummary(
        id=token.id,
        owner=owner,
        name=token.name,
        created=as_iso(token.created_at),
        used=as_iso(token.used_at) if token.used_at is not None else None,
        expires=as_iso(token.expires_at) if token.expires_at is not None else None,
    )
