"""Articles out of web pages: what trafilatura takes for the text, with title, date, source and licence.

The text that is extracted is the text from then on: it is kept, and never extracted anew under annotations.
Its head is read as that of any story (`stories`), but what the page says of itself wins.
"""

from collections.abc import Mapping
from typing import Any

from annotator.domain.annotations import AnnotatedDocument
from annotator.domain.errors import InvalidInput, Unavailable
from annotator.domain.json import Json
from annotator.formats.sources.stories import story

#: No page with an article in it is larger.
LARGEST = 20_000_000


def library() -> Any:
    """trafilatura, loaded on first use; raises Unavailable, naming the extra that brings it."""
    try:
        import trafilatura
        import trafilatura.utils
    except ImportError:
        raise Unavailable('web pages need trafilatura: pip install "annotator[ingest]"') from None
    return trafilatura


def article(page: bytes, key: str = "", known: Mapping[str, Json] | None = None) -> AnnotatedDocument:
    """The article of a page, named by its text where there is no key.

    Raises InvalidInput for a page that has none, and for what is no page.
    """
    trafilatura = library()
    if len(page) > LARGEST:
        raise InvalidInput(f"a page of more than {LARGEST} bytes", rule="too_large")
    try:
        tree = trafilatura.utils.load_html(page)
        # The original date, not that of the last change; comments are other people's words.
        found = trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params={"original_date": True}
        )
    except Exception as error:
        # A damaged page fails wherever lxml or a rule of extraction first trips over it.
        raise InvalidInput(f"no page that can be read: {error}", rule="html") from None
    text = (found.text or "").strip() if found is not None else ""
    if tree is None or not text:
        raise InvalidInput("there is no article in the page", rule="no_article")
    said = {**_of_page(tree), **_of_article(found)}
    return story(text, key, {**said, **dict(known or {})})


def _of_article(found: Any) -> dict[str, Json]:
    told = {
        "title": found.title,
        "author": found.author,
        "published": found.date,
        "source": found.sitename or found.hostname,
        "url": found.url,
        "licence": found.license,
    }
    return {name: value for name, value in told.items() if isinstance(value, str) and value}


def _of_page(tree: Any) -> dict[str, Json]:
    """What stands in the head of the page, and is not asked for there."""
    licences = tree.xpath('//link[contains(@rel, "license")]/@href | //a[contains(@rel, "license")]/@href')
    languages = tree.xpath("/html/@lang")
    told = {
        "licence": str(licences[0]) if licences else "",
        "language": str(languages[0]).partition("-")[0].lower() if languages else "",
    }
    return {name: value for name, value in told.items() if value}
