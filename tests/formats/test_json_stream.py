"""JSON objects from a stream: the same however the stream is cut, and never more than one in memory."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.formats.sources import json_stream
from annotator.formats.sources.json_stream import objects
from tests.strategies import json_objects


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size=-1):
        return super().read(min(size, 3) if size >= 0 else size)


def taken(data, stream=io.BytesIO):
    return [value for _, value in objects(stream(data))]


@given(st.lists(json_objects(), max_size=4), st.sampled_from([None, 1]), st.booleans())
def test_an_array_or_lines_are_the_same_objects_however_they_arrive(values, indent, ascii_only):
    array = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode()
    lines = "\n".join(json.dumps(value, ensure_ascii=ascii_only) for value in values).encode()
    for data in (array, lines):
        assert taken(data) == values
        assert taken(data, Dripping) == values


def test_space_and_a_byte_order_mark_around_are_passed_over():
    assert taken(b'\xef\xbb\xbf \r\n [ {"a": 1} ,\n{} ] \n') == [{"a": 1}, {}]
    assert taken(b'{"a": 1}') == [{"a": 1}]
    assert taken(b" [ ] ") == []
    assert taken(b"") == []


def test_each_object_comes_with_its_line():
    data = b'[\n{"a":\n1},\n\n{"b": "x\\ny"},{}\n]'
    assert [line for line, _ in objects(io.BytesIO(data))] == [2, 5, 5]
    assert [line for line, _ in objects(Dripping(data))] == [2, 5, 5]


@pytest.mark.parametrize(
    ("line", "data"),
    [
        (1, b"["),
        (2, b'[{"a": 1},\n'),
        (2, b'[{"a": 1}\n'),
        (2, b'[{"a": 1},\n{"b": '),
        (2, b'[{"a": 1},\n{"b": nope}]'),
        (3, b'[{"a": 1},\n{"b":\n nope}, {}]'),
        (1, b'[{"a": 1} {}]'),
        (1, b"[1]"),
        (1, b"[[]]"),
        (1, b'"x"'),
        (2, b'[{}]\n{"a": 1}'),
        (2, b"{}\n]"),
        (1, b'[{"a": NaN}]'),
        (1, b"[{}, ,{}]"),
    ],
)
@pytest.mark.parametrize("stream", [io.BytesIO, Dripping])
def test_what_is_no_list_of_objects_is_named_with_its_line(line, data, stream):
    with pytest.raises(InvalidInput) as error:
        taken(data, stream)
    assert (error.value.rule, error.value.line) == ("json", line)


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("encoding", b'[{"a": "\xff"}]'),
        ("encoding", '[{"a": "ä"}]'.encode()[:9]),
        ("depth", b'[{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}]"),
        ("surrogate", b'[{"a": "\\udc00"}]'),
        ("json", b'{"a": ' + b"1" * 5000 + b"}"),
    ],
)
def test_what_no_json_may_hold_is_refused(rule, data):
    with pytest.raises(InvalidInput) as error:
        taken(data)
    assert error.value.rule == rule


def test_what_was_read_before_an_error_was_given():
    found = objects(io.BytesIO(b'[{"a": 1}, nope'))
    assert next(found) == (1, {"a": 1})
    with pytest.raises(InvalidInput):
        next(found)


def test_an_object_without_an_end_is_given_up(monkeypatch):
    monkeypatch.setattr(json_stream, "LARGEST", 2**20)

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            return b"x" * size

    stream = Endless()
    with pytest.raises(InvalidInput) as error:
        list(objects(io.BufferedReader(_Prefixed(b'[{"a": "', stream))))
    assert error.value.rule == "too_large"


class _Prefixed(io.RawIOBase):
    def __init__(self, prefix, rest):
        super().__init__()
        self.prefix, self.rest = prefix, rest

    def readable(self):
        return True

    def readinto(self, buffer):
        data, self.prefix = (self.prefix or self.rest.read(len(buffer)))[: len(buffer)], b""
        buffer[: len(data)] = data
        return len(data)


def test_memory_holds_a_window_and_not_the_file(monkeypatch):
    monkeypatch.setattr(json_stream, "CHUNK", 1024)
    data = b"[" + b",".join([b'{"a": "' + b"x" * 500 + b'"}'] * 500) + b"]"
    stream = io.BytesIO(data)
    for number, _ in enumerate(objects(stream), start=1):
        assert stream.tell() <= number * 520 + 4096
    assert number == 500
