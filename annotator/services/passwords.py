"""Passwords: what is asked of one, and how it is kept and compared.

Argon2 takes 64 MB and a tenth of a second on purpose; so only a few are computed at a time in a
process, and the others wait. Never call these inside a transaction that holds a lock others need.
"""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from annotator.domain.errors import InvalidInput

SHORTEST, LONGEST = 8, 1000
#: How many are computed at the same time; each takes 64 MB.
AT_ONCE = 2

_turns = threading.BoundedSemaphore(AT_ONCE)


def check(name: str, password: str) -> None:
    """Raises InvalidInput for a password that may not be set."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput(f"a password has {SHORTEST} to {LONGEST} characters", rule="password")
    if password.casefold() == name.casefold():
        raise InvalidInput("the password may not be the name", rule="password")


def hashed(password: str) -> str:
    with _turns:
        return _hasher().hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password. Takes as long when there is no hash: a stranger must not learn who exists."""
    with _turns:
        try:
            # A password that could never be set is not worth hashing, however long somebody made it.
            _hasher().verify(password_hash or _nobody(), password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(password_hash)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A well-formed hash with today's settings that no password has been found for."""
    hasher = _hasher()
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}$YW5ub3RhdG9yYW5ub3Q${'A' * 43}"
