"""Markdown that leads write, as HTML that is safe to show."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@lru_cache(maxsize=32)
def as_html(markdown: str) -> str:
    """The text as HTML. HTML in it is shown as text, links go to web and mail addresses only."""
    html: str = _renderer().render(markdown)
    return html


@cache
def _renderer() -> "MarkdownIt":
    # Imported at the first guideline that is read, not at every start.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")
