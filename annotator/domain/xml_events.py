"""XML read with care: no document type, so no entities that grow without end or fetch files from elsewhere.

Names of elements are `namespace name`, with a space between, or the name alone where there is no namespace.
"""

from collections.abc import Callable, Mapping

# The parser is safe because every document type is refused before it declares anything.
from xml.parsers import expat  # nosec B407

from annotator.domain.errors import InvalidInput

#: No file about annotations nests as deep.
DEPTH = 200


def walk(
    data: bytes,
    start: Callable[[str, Mapping[str, str]], object],
    end: Callable[[str], object] = lambda _: None,
    text: Callable[[str], object] = lambda _: None,
    line: Callable[[int], object] = lambda _: None,
) -> None:
    """Tell of each element as it begins, behind its line, and as it ends, and of the words between.

    Raises InvalidInput, with the line, for what is no XML, has a document type, or is nested without end.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def began(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise InvalidInput(f"nested more than {DEPTH} deep", rule="depth", line=parser.CurrentLineNumber)
        line(parser.CurrentLineNumber)
        _located(parser, start, name, attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        _located(parser, end, name)

    def declared(*_: object) -> None:
        said = "has a document type (<!DOCTYPE …>), which may do harm: it is not read"
        raise InvalidInput(said, rule="doctype", line=parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = began, ended
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise InvalidInput(f"no XML: {expat.ErrorString(error.code)}", rule="xml", line=error.lineno) from None
    except (LookupError, ValueError) as error:
        # An encoding that Python does not have, or cannot tell the parser.
        raise InvalidInput(f"no XML that can be read: {error}", rule="xml") from None


def _located(parser: expat.XMLParserType, call: Callable[..., object], *told: object) -> None:
    try:
        call(*told)
    except InvalidInput as error:
        where = error.line or parser.CurrentLineNumber
        raise InvalidInput(error.message, rule=error.rule, line=where, document=error.document) from None
