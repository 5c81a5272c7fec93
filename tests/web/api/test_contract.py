"""One file is the contract of page and API: the server makes it, and the page's model reads it (tests/js)."""

import json
from pathlib import Path

from annotator.domain.annotations import Comment, Link, Span

CONTRACT = Path(__file__).parents[2] / "contract" / "task.json"
TEXT = (
    "Family 👩\u200d👩\u200d👦 flees\r\n\r\n"
    "Jets hit Basra on Tuesday, killing at least 12 people.\rMore is not known.\n"
)


def span(span_id, label, words, **attributes):
    start = TEXT.index(words)
    made = Span(span_id, label, start, start + len(words), words, attributes)
    return {"id": f"c-{span_id}", "act": f"a-{span_id}", "kind": "add_span", "before": None, "after": made.as_json()}


def link(link_id, role, from_id, to_id):
    made = Link(link_id, role, from_id, to_id)
    return {"id": f"c-{link_id}", "act": f"a-{link_id}", "kind": "add_link", "before": None, "after": made.as_json()}


def comment(comment_id, text, **rest):
    made = Comment(comment_id, text, "the annotator", "2026-01-01T10:00:00Z", **rest).as_json()
    # By whom it is, the server knows.
    del made["author"]
    return {"id": f"c-{comment_id}", "act": f"a-{comment_id}", "kind": "add_comment", "before": None, "after": made}


CHANGES = [
    span("s1", "actor", "Jets"),
    span("s2", "action", "hit", event_class="air_drone_strike"),
    span("s3", "location", "Basra"),
    span("s4", "casualty", "at least 12 people", harm="killed"),
    span("s5", "action", "killing"),
    link("l1", "agent", "s2", "s1"),
    link("l2", "location", "s2", "s3"),
    link("l3", "casualty", "s5", "s4"),
    link("l4", "same_event", "s5", "s2"),
    comment("k1", "Who counted?", reason="conflicting_reports", span="s4"),
    comment("k2", "", reason="unclear_text", start=TEXT.index("More"), end=TEXT.index(" is not")),
    comment("k3", "A short one."),
    {
        "id": "c-r",
        "act": "a-r",
        "kind": "set_attribute",
        "before": {"name": "relevance", "value": None},
        "after": {"name": "relevance", "value": "yes"},
    },
]


def still(task):
    """The task without what is new each time it is made."""
    task["task"] |= {"id": 1, "updated": "2026-01-01T00:00:00+00:00", "expires": None, "position": 1}
    for each in task["annotations"]["comments"]:
        each["author"] = "ann"
    return task


def test_the_server_makes_the_task_that_the_page_reads(sqlite_world):
    sqlite_world.add_document(TEXT, key="jets-hit-basra")
    annotator = sqlite_world.program("annotator")
    task_id = annotator.post("/projects/war/tasks/next").get_json()["task"]["id"]
    answer = annotator.post(f"/tasks/{task_id}/changes", {"changes": CHANGES}).get_json()
    assert {outcome["status"] for outcome in answer["outcomes"]} == {"applied"}
    made = still(annotator.get(f"/tasks/{task_id}").get_json())
    assert made == json.loads(CONTRACT.read_text("utf-8"))
