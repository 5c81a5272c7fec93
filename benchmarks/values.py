"""What reading words costs: a place looked up in the gazetteer that ships, and read in its story.

The floor of a ratio is the reading of one count, which needs no table on a disk; the two are taken in turn.
"""

import random
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from annotator.store.gazetteer import GazetteerFile
from annotator.store.gazetteer_building import shipped_rows
from annotator.values.counts import read_count
from annotator.values.languages import words_of
from annotator.values.places import read_place
from annotator.values.stories import Story
from benchmarks.harness import Report, median, percentile, run, timed

#: A story of some length, in which places are read one after the other.
STORY = (
    "EL FASHER, Sudan (AP) - Fighters attacked the city of {} on Monday, Sudanese officials said. "
    "Thousands fled from Kadugli toward Juba, South Sudan, as planes hit targets near Khartoum. "
) + "Nobody in Cairo or Washington would say who was behind it, and the Red Sea ports stayed closed. " * 20
PHRASES = ("over 40 Iranian-backed militants", "between 20 and 30 people", "dozens of civilians", "three more soldiers")

FIRST = """
import sys; from pathlib import Path; from annotator.store.gazetteer import GazetteerFile
assert GazetteerFile(Path(sys.argv[1])).find("Bagdad")
"""


def measure(report: Report, folder: Path) -> None:
    words = words_of("en")
    made: list[float] = []
    gazetteer = GazetteerFile(folder)
    with timed(made):
        gazetteer.prepare()
    report.add("a new data folder: the gazetteer is made", made[0] / 1000, 10, unit="s")
    report.add("a new process: from its start to its first place", first_place(folder), 1000)
    number = 2_000 if report.options.quick else 20_000
    lookups: list[float] = []
    counts: list[float] = []
    for at, name in enumerate(some_names(number)):
        with timed(lookups):
            gazetteer.find(name)
        with timed(counts):
            read_count(PHRASES[at % len(PHRASES)], words)
    report.add("counts read a second", len(counts) / sum(counts) * 1000, 10_000, unit="/s", bound="least")
    report.add("look a place up: the median", median(lookups), 2, floor=median(counts))
    report.add("look a place up: 95 of 100", percentile(lookups, 0.95), 5)
    reads: list[float] = []
    for name in some_names(number // 40):
        text = STORY.format(name)
        start = text.index(name)
        with timed(reads):
            read_place(Story(text, words=words, gazetteer=gazetteer), start, start + len(name))
    report.add("read the first place of a story, with its countries: 95 of 100", percentile(reads, 0.95), 50)
    report.note(f"{len(lookups):,} names of places that ship, drawn by lot; {len(reads):,} stories of 2,100 characters")


def some_names(number: int) -> list[str]:
    """Names of places, each as likely as another; the same in every run."""
    every = [name for entry, others in islice(shipped_rows(), 4_000, None) for name in (entry.name, *others)]
    return random.Random(1).sample(every, number)


def first_place(folder: Path) -> float:
    """In milliseconds, the median of some: the interpreter's own start is part of it."""
    times: list[float] = []
    for _ in range(7):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST, folder], check=True)
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


if __name__ == "__main__":
    run("Values", __doc__, measure)
