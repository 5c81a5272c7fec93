"""Where the files that ship with the program are: schemas, seeds, migrations.

In a checkout they stand at the top level; in a wheel inside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `name` (schemas, seeds or migrations), wherever this program was installed."""
    packed = _PACKAGE / "_resources" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def schema_text(name: str) -> str | None:
    """The TOML of the schema that ships under this name, or None."""
    path = folder("schemas") / f"{name}.toml"
    if not path.is_file() or path.parent != folder("schemas"):
        return None
    return path.read_text(encoding="utf-8")


def guideline_text(file_name: str) -> str:
    """A guideline that ships beside its schema; empty when there is none."""
    path = folder("schemas") / Path(file_name).name
    return path.read_text(encoding="utf-8") if file_name and path.is_file() else ""


def schema_names() -> list[str]:
    return sorted(path.stem for path in folder("schemas").glob("*.toml"))


def in_checkout() -> bool:
    """Whether the program runs from a checkout (then its data stays there, in `var/`)."""
    return not (_PACKAGE / "_resources").is_dir()


def outlines() -> str:
    """The lands of the world as tools/outlines.py writes them, for maps."""
    return (_PACKAGE / "web" / "static" / "map" / "outlines.json").read_text(encoding="utf-8")
