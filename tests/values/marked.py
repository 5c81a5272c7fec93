"""Sentences with one place marked in brackets, as tests write them down."""

from annotator.values.stories import Story


def marked(sentence: str, **known: object) -> tuple[Story, int, int]:
    """The story without the brackets, and where the words in them stand."""
    start = sentence.index("[")
    end = sentence.index("]") - 1
    text = sentence.replace("[", "", 1).replace("]", "", 1)
    return Story(text, **known), start, end
