"""What a gazetteer is to the readers of words: entries, found by their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from annotator.domain.json import Json

#: Where entries come from: the GeoNames database, or the list of regions and seas that this program keeps itself.
GEONAMES, OWN = "geonames", "annotator"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place. `country` is ISO 3166-1 alpha-2 and empty at sea; `feature` is a feature code of GeoNames.

    `admin1` is the name of the first-order division that it lies in and `code` its code; of a country, `code` is ISO
    3166-1 alpha-3. `is_meant`: of all places of the name that was asked for, this is the one that news means by it.
    """

    source: str
    id: str
    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    feature: str
    population: int
    code: str = ""
    is_meant: bool = False

    def as_json(self) -> dict[str, Json]:
        """The value of an attribute of type place, as a rule has read it."""
        return {
            "source": self.source,
            "id": self.id,
            "name": self.name,
            "lat": self.lat,
            "lon": self.lon,
            "country": self.country or None,
            "admin1": self.admin1 or None,
            "feature": self.feature,
            "by": "rule",
        }


class Gazetteer(Protocol):
    """Finds entries by any of their names, however spelt."""

    def find(self, name: str) -> Sequence[Entry]:
        """Every place of that name, the largest first; empty where there is none."""
        ...

    def begin(self, name: str) -> Sequence[Entry]:
        """The largest places with a name that begins so."""
        ...

    def country(self, code: str) -> Entry | None:
        """The country with this ISO 3166-1 code, of two or three letters."""
        ...
