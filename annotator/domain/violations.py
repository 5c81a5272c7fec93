"""A rule that is broken, in words, with what breaks it."""

from dataclasses import dataclass

from annotator.domain.json import Json


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that is broken, in words, with what breaks it."""

    rule: str
    detail: str
    span: str | None = None
    link: str | None = None
    attribute: str | None = None
    #: What stands where the new thing should go, for the page to show or adopt.
    current: Json = None
    comment: str | None = None

    @property
    def about(self) -> str | None:
        """The id or the name of what breaks the rule."""
        return self.span or self.link or self.comment or self.attribute

    def as_json(self) -> dict[str, Json]:
        return {
            "rule": self.rule,
            "detail": self.detail,
            "span": self.span,
            "link": self.link,
            "attribute": self.attribute,
        }
