"""All benchmarks, one after the other: `python -m benchmarks [--quick] [--json] [--folder PATH] [NAME...]`."""

import subprocess
import sys
from pathlib import Path

#: In the order in which they are run: the quick ones first.
NAMES = (
    "start",
    "values",
    "saving",
    "importing",
    "exporting",
    "releasing",
    "formats",
    "next_task",
    "browser",
    "annotators",
    "labelstudio",
)


def main() -> int:
    named = [name for name in sys.argv[1:] if name in NAMES]
    options = [option for option in sys.argv[1:] if option not in NAMES]
    for name in named or NAMES:
        done = subprocess.run([sys.executable, Path(__file__).with_name(f"{name}.py"), *options], check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
