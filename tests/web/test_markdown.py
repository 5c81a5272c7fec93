"""A guideline is cut at its headings and shown as HTML that is safe."""

from annotator.web.markdown import Section, sections

GUIDELINE = """# Guideline

Read *all*.

## Actor

A party. <script>alert(1)</script>

### Kinds

- one

```
## not a heading
```

## Action

See [rules].

[rules]: https://example.org
"""


def test_a_guideline_is_cut_at_its_headings_and_keeps_what_stands_under_each():
    parts = sections(GUIDELINE)
    assert [part.title for part in parts] == ["", "Actor", "Action"]
    assert "<em>all</em>" in parts[0].html
    assert "<h3>Kinds</h3>" in parts[1].html
    assert "## not a heading" in parts[1].html
    assert '<a href="https://example.org">rules</a>' in parts[2].html


def test_what_a_lead_writes_never_becomes_a_script():
    assert "<script" not in "".join(part.html for part in sections(GUIDELINE))


def test_a_guideline_without_headings_is_one_part_and_an_empty_one_none():
    assert sections("Only this.") == (Section("", "<p>Only this.</p>\n"),)
    assert sections("") == ()
