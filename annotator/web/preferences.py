"""What a person may want otherwise than it comes: one table for the account page, the workbench and all looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.json import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing with a few ways to be. How it comes is what Preferences says."""

    name: str
    title: str
    group: str
    choices: Mapping[str, str]
    hint: str = ""

    @property
    def usual(self) -> str:
        return Preferences().value(self)

    def as_json(self) -> dict[str, Json]:
        words = {"name": self.name, "title": self.title, "group": self.group, "hint": self.hint, "usual": self.usual}
        return {**words, "choices": [{"value": value, "title": title} for value, title in self.choices.items()]}


LOOKS, HANDS, CARE = "Looks", "Hands and keys", "Listening and rest"

#: In the order in which people are asked. To add one: a line here and a field in Preferences.
SETTINGS: Sequence[Setting] = (
    Setting(
        "theme",
        "Colours",
        LOOKS,
        {"system": "As the system", "light": "Light", "dark": "Dark", "sepia": "Sepia"},
    ),
    Setting(
        "size",
        "Size of the text",
        LOOKS,
        {"small": "Small", "medium": "Medium", "large": "Large", "huge": "Huge"},
    ),
    Setting(
        "font",
        "Type",
        LOOKS,
        {"serif": "With serifs", "sans": "Without serifs", "dyslexia": "For dyslexia"},
        "For dyslexia: the first that this device has of OpenDyslexic, Atkinson Hyperlegible, Lexend and Verdana.",
    ),
    Setting(
        "width",
        "Width of the text",
        LOOKS,
        {"narrow": "Narrow: 60 characters", "normal": "Normal: 70 characters", "wide": "Wide: 80 characters"},
    ),
    Setting(
        "sweep",
        "Several words",
        HANDS,
        {"hold": "Hold the key and sweep", "tap": "Tap it at the first and the last"},
    ),
    Setting(
        "hand",
        "Mouse in the",
        HANDS,
        {"right": "Right hand", "left": "Left hand"},
        "Left: the keys of the left half of the keyboard change places with those of the right half.",
    ),
    Setting(
        "arrows",
        "Left and right arrow",
        HANDS,
        {"visual": "Go where they point", "logical": "Go by reading order"},
        "Differs in text that runs from right to left.",
    ),
    Setting(
        "single_keys",
        "Single keys",
        HANDS,
        {"on": "On", "off": "Off"},
        "Off: letters and signs do nothing by themselves. Keys with Ctrl or Alt, the arrows and the mouse still work.",
    ),
    Setting(
        "readings",
        "What words say",
        HANDS,
        {"on": "Read and shown grey", "off": "Not shown"},
        "Numbers, places, dates and actors read in the words you label. None of it counts before you confirm it.",
    ),
    Setting(
        "spoken",
        "Spoken labels",
        CARE,
        {"full": "Begin and end of each span", "terse": "Begin only", "off": "Not spoken"},
        "What a screen reader says in the text of an article.",
    ),
    Setting(
        "breaks",
        "Breaks are offered",
        CARE,
        {"on": "After 25 and 90 minutes", "off": "Never"},
    ),
    Setting(
        "travel",
        "Keys, clicks and way of the pointer",
        CARE,
        {"on": "Counted for me", "off": "Not counted"},
        "The sum of the day stands in the settings of the workbench. It stays on the device and is told to nobody.",
    ),
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for one person: every setting has one of its values."""

    theme: str = "system"
    size: str = "medium"
    font: str = "serif"
    width: str = "normal"
    sweep: str = "hold"
    hand: str = "right"
    arrows: str = "visual"
    single_keys: str = "on"
    readings: str = "on"
    spoken: str = "full"
    breaks: str = "on"
    travel: str = "on"

    def value(self, setting: Setting) -> str:
        return str(getattr(self, setting.name))


def preferences_of(kept: JsonObject) -> Preferences:
    """What holds under these preferences, which a program may have filled with anything."""
    return Preferences(**valid(kept))


def valid(wanted: Mapping[str, object]) -> dict[str, str]:
    """Of what is wanted, the settings that exist with a value that exists."""
    found = {}
    for setting in SETTINGS:
        value = wanted.get(setting.name)
        if isinstance(value, str) and value in setting.choices:
            found[setting.name] = value
    return found


def changed(kept: JsonObject, wanted: Mapping[str, str]) -> dict[str, Json]:
    """`kept` with the settings that are wanted; one that is wanted as it cannot be is as it comes."""
    asked = {setting.name for setting in SETTINGS} & wanted.keys()
    rest = {name: value for name, value in kept.items() if name not in asked}
    return {**rest, **valid(wanted)}


def own_keys(kept: JsonObject) -> int:
    """How many strokes this person has given another meaning or none."""
    keys = kept.get("keys")
    return len(keys) if isinstance(keys, dict) else 0
