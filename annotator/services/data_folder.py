"""The data folder: private, and home of what must not be lost or shown besides the database."""

import json
import os
import secrets
import stat
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from annotator.domain.errors import Unavailable
from annotator.settings import Settings


@dataclass(frozen=True, slots=True)
class Account:
    """The demo account, whose password is no secret on the machine that it is limited to."""

    name: str
    password: str


def prepare(settings: Settings) -> Path:
    """The folder, made for its owner alone where it is missing; raises Unavailable, naming it."""
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            f"the data folder {settings.data} cannot be made ({error.strerror}); set ANNOTATOR_DATA",
            rule="data_folder",
        ) from None
    if not os.access(settings.data, os.W_OK | os.X_OK):
        raise Unavailable(
            f"the data folder {settings.data} cannot be written to; set ANNOTATOR_DATA", rule="data_folder"
        )
    return settings.data


def secret_file(settings: Settings) -> Path:
    return settings.data / "secret-key"


def secret_key(settings: Settings) -> str:
    """What cookies are signed with: as set, else from the folder, where the first to ask leaves a new one."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = secret_file(settings)
    if not path.exists():
        prepare(settings)
        write_private(path, secrets.token_hex(32), replace=False)
    # Whoever else is making it at this moment has the name already, and the content in an instant.
    for _ in range(50):
        if found := path.read_text("ascii").strip():
            return found
        time.sleep(0.02)
    raise Unavailable(f"{path} is empty: remove it, and a new one is made", rule="secret_key")


def remember_demo(settings: Settings, account: Account) -> None:
    """Keep how to sign in to the demo, for the next start to say."""
    write_private(_demo_file(settings), json.dumps(asdict(account)))


def find_demo(settings: Settings) -> Account | None:
    """How to sign in to the demo, if that is known."""
    try:
        return Account(**json.loads(_demo_file(settings).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def forget_demo(settings: Settings, name: str) -> None:
    """Stop saying how to sign in as `name`: the password has changed."""
    account = find_demo(settings)
    if account is not None and account.name == name:
        _demo_file(settings).unlink(missing_ok=True)


def _demo_file(settings: Settings) -> Path:
    return settings.data / "demo-account.json"


def write_private(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file that only its owner may read; with `replace` off, one that is there stays as it is."""
    if replace:
        path.unlink(missing_ok=True)
    try:
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        opened.write(text)


def is_private(path: Path) -> bool:
    """Whether nobody but the owner may read it."""
    return os.name != "posix" or not stat.S_IMODE(path.stat().st_mode) & 0o077
