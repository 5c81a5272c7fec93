"""Build hook: a wheel carries the data folders that a checkout keeps at its top.

Only a real wheel does. In an editable install the checkout itself is used, and a copy would go stale.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RESOURCES = ("schemas", "migrations", "seeds")


class WheelResources(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"].update({folder: f"annotator/_resources/{folder}" for folder in RESOURCES})
