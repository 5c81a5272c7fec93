"""Markdown that leads write, as HTML that is safe to show."""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@lru_cache(maxsize=32)
def as_html(markdown: str) -> str:
    """The text as HTML. HTML in it is shown as text, links go to web and mail addresses only."""
    html: str = _renderer().render(markdown)
    return html


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading of the second level, without the heading; before the first one, under none."""

    title: str
    html: str


@lru_cache(maxsize=32)
def sections(markdown: str) -> tuple[Section, ...]:
    """The text cut at its headings of the second level, each part as HTML that is safe to show."""
    renderer = _renderer()
    tokens = renderer.parse(markdown)
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    found = [_section("", tokens[: (starts or [len(tokens)])[0]])]
    for start, end in pairwise([*starts, len(tokens)]):
        # A heading is three tokens: it opens, its words, it closes.
        found.append(_section(tokens[start + 1].content, tokens[start + 3 : end]))
    return tuple(section for section in found if section.html)


def _section(title: str, tokens: "Sequence[Token]") -> Section:
    renderer = _renderer()
    html: str = renderer.renderer.render(tokens, renderer.options, {})
    return Section(title, html)


@cache
def _renderer() -> "MarkdownIt":
    # Imported at the first guideline that is read, not at every start.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")
