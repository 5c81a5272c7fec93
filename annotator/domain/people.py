"""Who is at work: what every use case needs to know of a person, and no more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, or a program that carries their token."""

    id: int
    name: str
    is_admin: bool = False
