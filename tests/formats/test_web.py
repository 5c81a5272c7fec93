"""Web pages and archives of them: articles with what the page says of them, and clear words for what is none."""

import gzip
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidInput
from annotator.formats import guess, readable
from annotator.formats.base import Weight
from annotator.formats.warc import Warc
from annotator.formats.web_page import WebPage
from tests.formats.support import read
from tests.strategies import examples

WORDS = (
    "Three people were killed on Wednesday when armed men attacked a village near the river, officials said, and many"
    " fled. The governor told reporters that the attackers had come by boat before dawn."
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Three killed in raid - Daily Example</title>
<meta property="article:published_time" content="2024-02-08T10:00:00Z"><meta name="author" content="Ann Example">
<meta property="og:site_name" content="Daily Example"><link rel="canonical" href="https://news.example/raid">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sports</a></nav>
<article><h1>Three killed in raid</h1><p>RIVERTOWN, Feb. 8 — {WORDS}</p><p>“They burnt everything” 😀 قالت</p></article>
<footer>All rights reserved</footer><script>alert("no words of the article")</script></body></html>"""
EMPTY = "<html><head><title>Nothing</title></head><body></body></html>"


def archive(*records, packed=True, of="response"):
    """A WARC 1.0, each record packed by itself, written by the words of ISO 28500."""
    pieces = []
    for number, (address, status, kind, body) in enumerate(records):
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
        block = http + body if of == "response" else body
        head = [
            "WARC/1.0",
            f"WARC-Type: {of}",
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>",
            f"WARC-Target-URI: {address}",
            "WARC-Date: 2024-02-09T08:00:00Z",
            f"Content-Type: {'application/http; msgtype=response' if of == 'response' else kind}",
            f"Content-Length: {len(block)}",
        ]
        piece = "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
        pieces.append(gzip.compress(piece, mtime=0) if packed else piece)
    return b"".join(pieces)


def test_an_article_comes_with_what_its_page_says_of_it_and_without_what_stands_around_it():
    (annotated,) = WebPage().read(io.BytesIO(PAGE.encode()), file="saved/raid story.html")
    document = annotated.document
    assert document.id == "raid-story"
    assert WORDS in document.text
    assert "😀 قالت" in document.text
    assert not any(word in document.text for word in ("Home", "rights reserved", "alert", "color"))
    assert document.title == "Three killed in raid"
    assert {key: document.meta[key] for key in ("author", "published", "source", "url", "licence", "language")} == {
        "author": "Ann Example",
        "published": "2024-02-08",
        "source": "Daily Example",
        "url": "https://news.example/raid",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "language": "en",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_a_page_in_another_encoding_has_the_same_words(encoding):
    page = PAGE.replace("😀 قالت", "café").replace("<head>", f'<head><meta charset="{encoding}">')
    (annotated,) = read(WebPage(), page.encode(encoding))
    assert "They burnt everything” café" in annotated.document.text


def test_a_page_without_an_article_is_a_fault_that_names_its_file():
    with pytest.raises(InvalidInput) as error:
        list(WebPage().read(io.BytesIO(EMPTY.encode()), file="empty.html"))
    assert (error.value.rule, error.value.file) == ("no_article", "empty.html")


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_of_an_archive_is_a_document_with_its_address_and_day(packed):
    data = archive(
        ("https://news.example/raid", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("https://news.example/a.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://news.example/gone", "404 Not Found", "text/html", PAGE.encode()),
        packed=packed,
    )
    (annotated,) = read(Warc(), data)
    assert WORDS in annotated.document.text
    assert annotated.document.meta["url"] == "https://news.example/raid"
    assert annotated.document.meta["retrieved"] == "2024-02-09T08:00:00Z"


def test_an_archive_of_texts_that_were_taken_out_of_pages_is_these_texts():
    losses = []
    texts = [f"Three killed in raid\n{WORDS}\n".encode(), b"\n", b"caf\xe9"]
    records = [("https://news.example/raid", "", "text/plain", text) for text in texts]
    (annotated,) = read(Warc(), archive(*records, of="conversion"), None, losses)
    assert annotated.document.text == f"Three killed in raid\n{WORDS}"
    assert annotated.document.title == "Three killed in raid"
    assert annotated.document.meta["url"] == "https://news.example/raid"
    assert [(loss.reason, loss.weight) for loss in losses] == [
        ("no_article", Weight.UNWANTED),
        ("encoding", Weight.LOST),
    ]


@pytest.mark.parametrize(
    ("said", "encoding", "head"),
    [
        ("iso-8859-2", "iso-8859-2", ""),
        ("ISO-8859-1", "iso-8859-2", '<meta charset="iso-8859-2">'),
        ("iso-8859-2", "utf-8", ""),
        ("nobody-knows", "utf-8", ""),
    ],
)
def test_the_encoding_of_a_page_is_what_is_said_in_front_of_it_if_nothing_else_is(said, encoding, head):
    words = "W środę zginęły trzy osoby, gdy uzbrojeni mężczyźni zaatakowali wieś nad rzeką, źle się działo. " * 2
    page = f"<html><head>{head}<title>x</title></head><body><article><p>{words}</p></article></body></html>"
    data = archive(("https://news.example/raid", "200 OK", f"text/html; charset={said}", page.encode(encoding)))
    (annotated,) = read(Warc(), data)
    assert words.strip() in annotated.document.text


def test_a_page_without_an_article_is_told_and_is_no_fault_of_an_archive():
    told = []
    data = archive(
        ("https://news.example/empty", "200 OK", "text/html", EMPTY.encode()),
        ("https://news.example/raid", "200 OK", "text/html", PAGE.encode()),
    )
    assert len(read(Warc(), data, None, told)) == 1
    assert [(loss.reason, loss.weight) for loss in told] == [("no_article", Weight.UNWANTED)]
    assert "record 1 (https://news.example/empty)" in told[0].detail
    assert len(read(Warc(), data)) == 1


def test_an_archive_that_is_cut_short_is_said_to_be():
    data = archive(("https://news.example/raid", "200 OK", "text/html", PAGE.encode()), packed=False)
    with pytest.raises(InvalidInput) as error:
        read(Warc(), data[:-400])
    assert error.value.rule == "warc"
    assert "cut short" in str(error.value)


@pytest.mark.parametrize("data", [b"no archive at all", gzip.compress(b"packed words", mtime=0), b"WARC/1.0\r\nbroken"])
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(InvalidInput) as error:
        read(Warc(), data)
    assert error.value.file == "corpus"


@examples(60)
@given(st.data())
def test_a_damaged_archive_or_page_gives_declared_errors_only(data):
    whole = bytearray(archive(("https://news.example/raid", "200 OK", "text/html", PAGE.encode())))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidInput):
        read(Warc(), bytes(whole), None, [])
    page = bytearray(PAGE.encode())
    page[data.draw(st.integers(0, len(page) - 1))] = data.draw(st.integers(0, 255))
    read(WebPage(), bytes(page), None, [])


def test_pages_and_archives_are_known_by_any_of_their_endings():
    assert guess("a.HTM") == guess("a.html") == "html"
    assert guess("crawl.warc.gz") == guess("crawl.warc") == "warc"
    assert readable("a.htm", "html")
