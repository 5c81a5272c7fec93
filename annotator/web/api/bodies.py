"""What no request may bring in: characters that a database or a file cannot carry."""

import json

from annotator.domain.errors import InvalidInput


def check_characters(body: bytes) -> None:
    """Refuse NUL and lone surrogates, which JSON can spell as escapes and nothing can store."""
    # Only an escape can spell them, so that most bodies are through after one search.
    if b"\\u" not in body:
        return
    text = json.dumps(json.loads(body), ensure_ascii=False)
    if "\\u0000" in text:
        raise InvalidInput("the request holds a NUL character", rule="nul")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidInput("the request holds a lone surrogate", rule="surrogate") from None
