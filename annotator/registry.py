"""An ordered, explicit list of plug-ins, found by id.

Explicit rather than filled by decorators at import: what exists can be read in one place,
and a duplicate id fails when the list is made.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class Plugin(Protocol):
    """Whatever has an id that is stable across releases."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Plugin)


class UnknownPluginError(KeyError):
    """No plug-in of this kind has that id; the message lists those that exist."""

    def __str__(self) -> str:
        return str(self.args[0])


class Registry(Generic[T]):
    """Plug-ins of one kind, in the order in which pages and commands offer them."""

    def __init__(self, kind: str, plugins: Iterable[T]) -> None:
        self.kind = kind
        self._plugins: dict[str, T] = {}
        for plugin in plugins:
            if plugin.id in self._plugins:
                raise ValueError(f"two {kind}s have the id {plugin.id!r}")
            self._plugins[plugin.id] = plugin

    def __iter__(self) -> Iterator[T]:
        return iter(self._plugins.values())

    def __len__(self) -> int:
        return len(self._plugins)

    def __contains__(self, plugin_id: str) -> bool:
        return plugin_id in self._plugins

    def ids(self) -> list[str]:
        return list(self._plugins)

    def get(self, plugin_id: str) -> T:
        """The plug-in of that id; raises UnknownPluginError, naming the ids there are."""
        try:
            return self._plugins[plugin_id]
        except KeyError:
            known = ", ".join(self._plugins)
            raise UnknownPluginError(f"there is no {self.kind} {plugin_id!r}; there are: {known}") from None
