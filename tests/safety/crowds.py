"""Several people who do something at the same moment."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

Result = TypeVar("Result")


def at_once(deeds: Sequence[Callable[[], Result]]) -> list[Result]:
    """Do everything at the same moment, each in a thread; the results in order. The first fault is raised."""
    start = threading.Barrier(len(deeds))
    results: dict[int, Result] = {}
    faults: list[BaseException] = []

    def do(number: int, deed: Callable[[], Result]) -> None:
        start.wait()
        try:
            results[number] = deed()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=do, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return [results[number] for number in range(len(deeds))]
