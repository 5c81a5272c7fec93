"""The tables of who may sign in, and by what."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Text
from sqlmodel import Field, SQLModel

from annotator.store.tables.columns import owner


class User(SQLModel, table=True):
    """Somebody who may sign in."""

    __tablename__ = "users"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    password_hash: str | None = Field(default=None, sa_type=Text)
    is_admin: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    is_active: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    #: The demo account may sign in from this machine only.
    loopback_only: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class WebSession(SQLModel, table=True):
    """A sign-in in a browser. The cookie holds the token, this row only its hash."""

    __tablename__ = "web_sessions"

    token_hash: str = Field(sa_column=Column(Text, primary_key=True))
    user_id: int = Field(sa_column=owner("users.id"))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    seen_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    expires_at: int = Field(sa_column=Column(BigInteger, nullable=False))

    __table_args__ = (Index(None, "user_id"),)


class ApiToken(SQLModel, table=True):
    """A token for a program, kept as a hash; its owner sees the name only."""

    __tablename__ = "api_tokens"
    __table_args__ = (Index(None, "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_column=owner("users.id"))
    name: str = Field(sa_type=Text)
    token_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    used_at: int | None = Field(default=None, sa_type=BigInteger)
    expires_at: int | None = Field(default=None, sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class FailedLogin(SQLModel, table=True):
    """A sign-in that failed; counted by name and by address, over all processes."""

    __tablename__ = "failed_logins"
    __table_args__ = (Index(None, "name", "at"), Index(None, "address", "at"))

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class Preference(SQLModel, table=True):
    """What a person has set for themselves, as one JSON object."""

    __tablename__ = "preferences"

    user_id: int = Field(sa_column=owner("users.id", primary_key=True))
    data: str = Field(default="{}", sa_type=Text)
