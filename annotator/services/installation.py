"""What is set, what is missing and what is wrong about this installation, in words."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import make_url

from annotator import settings as settings_module
from annotator.domain.errors import AnnotatorError
from annotator.services import data_folder, gazetteer, health, upkeep
from annotator.settings import PREFIX, Settings
from annotator.store import checks
from annotator.store.gazetteer import IN_USE, NOT_IN_USE

OK, MISSING, WRONG = "ok", "missing", "wrong"

#: The optional parts of the program, each with the module that shows whether it is installed.
EXTRAS: Mapping[str, str] = {
    "nlp": "spacy",
    "ingest": "trafilatura",
    "parquet": "pyarrow",
    "postgres": "psycopg",
}
_SECRET = frozenset({"ANNOTATOR_SECRET_KEY", "DATABASE_URL"})
_PYTHONS = ((3, 11), (3, 13))
#: Below this a database soon has nowhere to write.
_ENOUGH_DISK = 500 * 2**20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `missing` is worth knowing; `wrong` has to be mended."""

    what: str
    state: str
    detail: str


def inspect() -> Iterator[Finding]:
    """Look at everything, in an order in which each explains the next. Changes nothing."""
    yield _python()
    yield from _variables()
    try:
        settings = settings_module.read()
    except AnnotatorError as error:
        yield Finding("settings", WRONG, error.message)
        return
    yield from _folder(settings)
    yield _secret(settings)
    yield from _database(settings)
    yield _gazetteer(settings)
    yield from _extras(settings)


def _python() -> Finding:
    low, high = _PYTHONS
    fits = low <= sys.version_info[:2] <= high
    said = platform.python_version()
    return Finding("Python", OK if fits else WRONG, said if fits else f"{said}; this program needs 3.11 to 3.13")


def _variables() -> Iterator[Finding]:
    unknown = settings_module.unknown_variables()
    for name in sorted(os.environ):
        if name in unknown:
            yield Finding(name, WRONG, "is no setting of this program: is it misspelt?")
        elif name == "DATABASE_URL" or (name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_")):
            yield Finding(name, OK, "set" if name in _SECRET else os.environ[name])


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data
    if not folder.exists():
        yield Finding("data folder", MISSING, f"{folder}: is made at the first start")
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("data folder", WRONG, f"{folder} cannot be written to")
    else:
        yield Finding("data folder", OK, str(folder.absolute()))
    free = shutil.disk_usage(_existing(folder)).free
    said = f"{free / 2**30:.1f} GiB free"
    yield Finding("disk", OK if free >= _ENOUGH_DISK else WRONG, said)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


def _secret(settings: Settings) -> Finding:
    if settings.secret_key is not None:
        return Finding("secret key", OK, "set by ANNOTATOR_SECRET_KEY")
    path = data_folder.secret_file(settings)
    if not path.exists():
        return Finding("secret key", MISSING, "is made at the first start")
    if not data_folder.is_private(path):
        return Finding("secret key", WRONG, f"{path} can be read by others: chmod 600 {path}")
    return Finding("secret key", OK, str(path))


def _database(settings: Settings) -> Iterator[Finding]:
    shown = make_url(settings.database).render_as_string(hide_password=True)
    path = make_url(settings.database).database
    if settings.database.startswith("sqlite") and not (path and Path(path).exists()):
        yield Finding("database", MISSING, f"{shown}: is made at the first start")
        return
    try:
        with upkeep.opened(settings) as database:
            kind = checks.server(database)
            reason = health.why_not_ready(database)
    except AnnotatorError as error:
        yield Finding("database", WRONG, f"{shown}: {error.message}")
        return
    yield Finding("database", WRONG if reason else OK, f"{shown} ({kind})" + (f": {reason}" if reason else ""))


def _gazetteer(settings: Settings) -> Finding:
    found = gazetteer.describe(settings)
    used = next((each for each in found if each.is_in_use), None)
    unfit = [each for each in found if each.state not in (IN_USE, NOT_IN_USE)]
    if unfit:
        mend = "run `annotator gazetteer grow` or `annotator gazetteer reset`"
        return Finding("gazetteer", WRONG, f"{unfit[0].name}: {unfit[0].state}: {mend}")
    if used is None:
        return Finding("gazetteer", MISSING, "is made at the first look-up")
    return Finding("gazetteer", OK, f"{used.name}, {used.entries:,} places")


def _extras(settings: Settings) -> Iterator[Finding]:
    for extra, module in EXTRAS.items():
        needed = extra == "postgres" and settings.database.startswith("postgresql")
        if find_spec(module) is not None:
            yield Finding(f"extra {extra}", OK, "installed")
        else:
            yield Finding(f"extra {extra}", WRONG if needed else MISSING, f"pip install 'annotator[{extra}]'")
