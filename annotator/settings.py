"""What the operator sets, read from the environment once, at the edge, and never changed."""

import os
import sys
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from annotator import resources
from annotator.domain.errors import InvalidInput

PREFIX = "ANNOTATOR_"


class Settings(BaseSettings):
    """Every setting, with its default. Variables are `ANNOTATOR_<NAME>`, and `DATABASE_URL`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    #: One folder for the database, secrets and backups.
    data: Path = Field(default_factory=lambda: default_data())
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    #: Server processes, and threads in each. One process is right for SQLite.
    workers: int = Field(default=1, ge=1, le=64)
    threads: int = Field(default=4, ge=1, le=64)
    #: Cookies only over HTTPS: set it behind a proxy that speaks TLS.
    secure_cookies: bool = False
    #: Signs cookies. Made at the first start and kept in the data folder; several machines must share one.
    secret_key: SecretStr | None = Field(default=None, min_length=32)
    #: How many proxies in front of it add the X-Forwarded headers that are to be believed.
    proxies: int = Field(default=0, ge=0, le=10)
    #: Days until a sign-in ends by itself.
    session_days: int = Field(default=14, ge=1, le=365)
    #: The demo project and its account are made at the first start.
    demo: bool = True
    #: Largest request body in bytes; imports over HTTP are limited by it.
    max_body: int = Field(default=64 * 2**20, ge=2**10)
    #: `annotator serve` starts a process for long work when there is some; off where `annotator jobs work` does it.
    job_worker: bool = True
    #: For Label Studio: a personal access token or one of the old kind, or a file that holds nothing else.
    label_studio_token: SecretStr | None = None
    label_studio_token_file: Path | None = None
    log_level: str = "INFO"

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @property
    def database(self) -> str:
        """The database's address; SQLite in the data folder unless DATABASE_URL says otherwise."""
        url = self.database_url or f"sqlite:///{(self.data / 'annotator.db').absolute()}"
        for plain in ("postgresql://", "postgres://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        return url


def default_data() -> Path:
    """`var/` in a checkout, the platform's data folder otherwise."""
    if resources.in_checkout():
        return resources.folder("var")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "annotator"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "annotator"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "annotator"


def load(**overrides: Any) -> Settings:
    """The settings of this process; raises InvalidInput naming the variable that is wrong."""
    unknown = unknown_variables()
    if unknown:
        raise InvalidInput(f"{unknown[0]} is no setting of this program; see `annotator doctor`", rule="setting")
    return read(**overrides)


def read(**overrides: Any) -> Settings:
    """As `load`, but variables that mean nothing are left to whoever reports them."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        variable = name if name == "DATABASE_URL" else PREFIX + name.upper()
        raise InvalidInput(f"{variable}: {first['msg']}", rule="setting") from None


def unknown_variables() -> list[str]:
    """`ANNOTATOR_*` variables that mean nothing: most likely a slip of the pen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_") and name not in known
    )
