"""What a person shows to be let in, and what was shown in vain: hashes, never the thing itself.

`identify_…` runs once in every request, before anything else: straight on the driver's connection, which
costs a tenth of what a session does.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlmodel import Session, col

from annotator.store.prepared import Prepared
from annotator.store.session import Database
from annotator.store.tables import ApiToken, FailedLogin, User, WebSession


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose a credential is, and when it was last used (milliseconds)."""

    user_id: int
    name: str
    is_admin: bool
    loopback_only: bool
    used_at: int | None


_HOLDER = (col(User.id), col(User.name), col(User.is_admin), col(User.loopback_only))

_BY_WEB_SESSION = Prepared(
    select(*_HOLDER, col(WebSession.seen_at))
    .join(WebSession, col(WebSession.user_id) == col(User.id))
    .where(
        col(WebSession.token_hash) == bindparam("token_hash"),
        col(WebSession.expires_at) > bindparam("now"),
        col(User.is_active).is_(True),
    )
)

_BY_API_TOKEN = Prepared(
    select(*_HOLDER, col(ApiToken.used_at))
    .join(ApiToken, col(ApiToken.user_id) == col(User.id))
    .where(
        col(ApiToken.token_hash) == bindparam("token_hash"),
        col(ApiToken.revoked_at).is_(None),
        or_(col(ApiToken.expires_at).is_(None), col(ApiToken.expires_at) > bindparam("now")),
        col(User.is_active).is_(True),
    )
)


def identify_web_session(database: Database, token_hash: str, now: int) -> Holder | None:
    return _holder(_BY_WEB_SESSION.alone(database, {"token_hash": token_hash, "now": now}))


def identify_api_token(database: Database, token_hash: str, now: int) -> Holder | None:
    return _holder(_BY_API_TOKEN.alone(database, {"token_hash": token_hash, "now": now}))


def _holder(row: tuple[Any, ...] | None) -> Holder | None:
    if row is None:
        return None
    user_id, name, is_admin, loopback_only, used_at = row
    return Holder(user_id, name, bool(is_admin), bool(loopback_only), used_at)


def mark_web_session(session: Session, token_hash: str, now: int) -> None:
    session.execute(update(WebSession).where(col(WebSession.token_hash) == token_hash).values(seen_at=now))


def mark_api_token(session: Session, token_hash: str, now: int) -> None:
    session.execute(update(ApiToken).where(col(ApiToken.token_hash) == token_hash).values(used_at=now))


def add_web_session(session: Session, web_session: WebSession) -> None:
    session.add(web_session)
    session.flush()


def remove_web_session(session: Session, token_hash: str) -> None:
    session.execute(delete(WebSession).where(col(WebSession.token_hash) == token_hash))


def remove_web_sessions(session: Session, user_id: int) -> int:
    """End every sign-in of this person; how many there were."""
    ended = session.scalars(
        delete(WebSession).where(col(WebSession.user_id) == user_id).returning(col(WebSession.token_hash))
    )
    return len(ended.all())


def remove_expired(session: Session, now: int, failed_before: int) -> None:
    """Forget sign-ins that have ended, and failures that no longer count."""
    session.execute(delete(WebSession).where(col(WebSession.expires_at) <= now))
    session.execute(delete(FailedLogin).where(col(FailedLogin.at) < failed_before))


def add_api_token(session: Session, token: ApiToken) -> ApiToken:
    session.add(token)
    session.flush()
    return token


def api_tokens(session: Session, user_id: int | None) -> list[tuple[ApiToken, str]]:
    """The tokens that are not revoked, each with its owner's name; of one person, or of all."""
    query = (
        select(ApiToken, col(User.name))
        .join(User, col(User.id) == col(ApiToken.user_id))
        .where(col(ApiToken.revoked_at).is_(None))
        .order_by(col(User.name), col(ApiToken.id))
    )
    if user_id is not None:
        query = query.where(col(ApiToken.user_id) == user_id)
    return [(token, name) for token, name in session.execute(query)]


def find_api_token(session: Session, token_id: int) -> ApiToken | None:
    return session.get(ApiToken, token_id)


def revoke_api_tokens(session: Session, user_id: int, now: int) -> None:
    """Revoke every token of this person."""
    session.execute(
        update(ApiToken)
        .where(col(ApiToken.user_id) == user_id, col(ApiToken.revoked_at).is_(None))
        .values(revoked_at=now)
    )


def add_failure(session: Session, name: str, address: str, at: int) -> None:
    session.add(FailedLogin(name=name, address=address, at=at))
    session.flush()


def count_failures(session: Session, name: str, address: str, since: int) -> tuple[int, int]:
    """How many sign-ins have failed since then: for the name, and from the address."""
    recent = select(func.count()).select_from(FailedLogin).where(col(FailedLogin.at) >= since)
    by_name = session.scalar(recent.where(col(FailedLogin.name) == name))
    by_address = session.scalar(recent.where(col(FailedLogin.address) == address))
    return by_name or 0, by_address or 0


def forgive(session: Session, name: str) -> None:
    """Forget the failures of this name: its owner has signed in."""
    session.execute(delete(FailedLogin).where(col(FailedLogin.name) == name))
