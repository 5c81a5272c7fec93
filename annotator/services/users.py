"""People: who there is, and what each has set for themselves."""

import json
import re
import unicodedata
from dataclasses import dataclass

from sqlmodel import Session

from annotator.domain.errors import Conflict, InvalidInput
from annotator.domain.json import JsonObject
from annotator.domain.people import Person
from annotator.services import passwords
from annotator.store import credentials, users
from annotator.store.clock import as_iso, now
from annotator.store.tables import User

#: Names stand in files, URLs and logs: printable, no slashes, no blank at an end.
NAME = re.compile(r"[^\s/\\](?:[^\x00-\x1f\x7f/\\]{0,78}[^\s/\\])?")
#: Largest size of a person's preferences as JSON, in bytes.
LARGEST_PREFERENCES = 16 * 2**10


@dataclass(frozen=True, slots=True)
class UserSummary:
    """What `annotator user list` says of a person."""

    id: int
    name: str
    admin: bool
    active: bool
    #: Whether they may sign in on this machine only.
    local: bool
    created: str


def person_of(user: User) -> Person:
    assert user.id is not None, "a user that was stored has an id"
    return Person(user.id, user.name, user.is_admin)


def get_person(session: Session, name: str) -> Person:
    """The person of that name; raises NotFound."""
    return person_of(users.get_by_name(session, name))


def find_person(session: Session, name: str) -> Person | None:
    user = users.find_by_name(session, name)
    return person_of(user) if user else None


def add_user(
    session: Session, name: str, password: str | None, *, is_admin: bool = False, loopback_only: bool = False
) -> Person:
    """Add somebody; without a password they cannot sign in, but may have tokens.

    Raises InvalidInput for a name or password that breaks a rule, Conflict for a name that is taken.
    """
    name = check_name(name)
    if password is not None:
        passwords.check(name, password)
    if users.find_by_name(session, name) is not None:
        raise Conflict(f"there is a user {name!r} already", rule="user_exists")
    user = User(
        name=name,
        password_hash=passwords.hashed(password) if password is not None else None,
        is_admin=is_admin,
        loopback_only=loopback_only,
        created_at=now(),
    )
    return person_of(users.add(session, user))


def check_name(name: str) -> str:
    """The name as it is kept; raises InvalidInput for one that is not printable or too long."""
    normal = unicodedata.normalize("NFC", name)
    if not NAME.fullmatch(normal) or not normal.isprintable():
        raise InvalidInput(
            "a user's name has 1 to 80 printable characters, no slashes, and no blank at either end", rule="user_name"
        )
    return normal


def list_users(session: Session) -> list[UserSummary]:
    return [
        UserSummary(
            person_of(user).id, user.name, user.is_admin, user.is_active, user.loopback_only, as_iso(user.created_at)
        )
        for user in users.every(session)
    ]


def set_password(session: Session, name: str, password: str) -> None:
    """Give the person a new password and end their sign-ins; raises NotFound, InvalidInput."""
    user = users.get_by_name(session, name)
    passwords.check(user.name, password)
    user.password_hash = passwords.hashed(password)
    credentials.remove_web_sessions(session, person_of(user).id)
    session.flush()


def deactivate(session: Session, name: str) -> None:
    """Let the person in no more: no sign-in, no token. What they annotated stays. Raises NotFound."""
    user = users.get_by_name(session, name)
    user.is_active = False
    credentials.remove_web_sessions(session, person_of(user).id)
    credentials.revoke_api_tokens(session, person_of(user).id, now())
    session.flush()


def get_preferences(session: Session, person: Person) -> JsonObject:
    found: JsonObject = json.loads(users.preferences(session, person.id))
    return found


def set_preferences(session: Session, person: Person, preferences: JsonObject) -> None:
    """Keep these in the place of what was set before; raises InvalidInput when they are too large."""
    data = json.dumps(preferences, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if "\\u0000" in json.dumps(data) or not _encodes(data):
        raise InvalidInput("the preferences hold a character that cannot be kept", rule="preferences")
    if len(data.encode()) > LARGEST_PREFERENCES:
        raise InvalidInput(f"the preferences are larger than {LARGEST_PREFERENCES} bytes", rule="preferences")
    users.set_preferences(session, person.id, data)


def _encodes(data: str) -> bool:
    try:
        data.encode()
    except UnicodeEncodeError:
        return False
    return True
