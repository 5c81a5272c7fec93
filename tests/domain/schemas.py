"""Two small schemas of different kinds for tests of pure code."""

from annotator.domain.schema import Schema
from annotator.domain.schema_reader import read_toml

MARK = 'mark = { letter = "A", pattern = "solid", light = ["#70CAFA", "#106AB0"], dark = ["#1E2732", "#349AF7"] }'

CONFLICT = f"""
name = "conflict"
version = 1
title = "Conflict"
[[labels]]
name = "actor"
key = "a"
{MARK}
[[labels.attributes]]
name = "kind"
type = "choice"
values = ["state", "armed_group", "unknown"]
default = "unknown"
[[labels]]
name = "action"
key = "x"
trigger = true
{MARK}
[[labels.attributes]]
name = "event_class"
type = "choice"
values = ["attack", "talks"]
required = true
[[labels.attributes]]
name = "time"
type = "date"
[[labels]]
name = "toll"
key = "c"
{MARK}
[[labels.attributes]]
name = "count"
type = "count"
[[labels.attributes]]
name = "kind"
type = "choice"
values = ["killed", "unknown"]
[[roles]]
name = "agent"
phrase = "by"
from = ["action"]
to = ["actor"]
meaning = "filler"
key = "q"
[[roles]]
name = "target"
from = ["action"]
to = ["actor"]
meaning = "filler"
key = "w"
max = 2
[[roles]]
name = "casualty"
from = ["action"]
to = ["toll"]
meaning = "filler"
key = "space"
[[roles]]
name = "same_event"
from = ["action"]
to = ["action"]
meaning = "same_event"
[[roles]]
name = "same_toll"
from = ["toll"]
to = ["toll"]
meaning = "same_value"
[[document.attributes]]
name = "relevance"
type = "choice"
values = ["yes", "no"]
required = true
"""


def conflict() -> Schema:
    return read_toml(CONFLICT, "conflict.toml")
