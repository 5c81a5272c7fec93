"""A release as one file: the same folder is the same bytes."""

import shutil
import zipfile
from pathlib import Path
from typing import BinaryIO

from annotator.releases.manifest import files_in

#: The earliest moment that the format can tell: no file has a time of its own.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


def write_zip(folder: Path, stream: BinaryIO) -> None:
    """All files of the release in a ZIP archive, below a folder of its name.

    Stored and not packed: what packing comes to is another thing from one version of its library to the next.
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for file in files_in(folder):
            entry = zipfile.ZipInfo(f"{folder.name}/{file.relative_to(folder).as_posix()}", _MOMENT)
            entry.external_attr = _READABLE
            entry.create_system = 3
            entry.file_size = file.stat().st_size
            with file.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
