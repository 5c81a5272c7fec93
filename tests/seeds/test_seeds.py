"""The demo articles are whole, and hold what they are there to show."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from datetime import date
from itertools import combinations

import pytest
import regex

from tests.seeds.corpus import (
    ARTICLE,
    GOLD,
    INVENTED,
    PROJECT,
    RECORDS,
    SCHEMA,
    SEEDS,
    by_id,
    counts,
    main_triggers,
    meaning,
    similarity,
)

RECORD_KEYS = ["format", "id", "text", "meta", "annotation_sets"]
SET_KEYS = ["annotator", "layer", "status", "schema", "guideline", "attributes", "spans", "links", "comments"]
FIGURES = ("op", "value", "lower", "upper", "best")
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def test_the_project_names_every_record_once() -> None:
    assert sorted(PROJECT["documents"]) == sorted(path.stem for path in SEEDS.glob("*.jsonl"))
    assert PROJECT["slug"] == "demo"
    assert PROJECT["documents"][0] == ARTICLE


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_one_line_of_the_native_format_with_its_keys_in_order_and_no_empty_ones(name: str) -> None:
    written = (SEEDS / f"{name}.jsonl").read_bytes().decode("utf-8")
    record = RECORDS[name]
    assert written == json.dumps(record, ensure_ascii=False) + "\n"
    assert written.count("\n") == 1
    assert list(record) == [key for key in RECORD_KEYS if record.get(key)]
    assert record["format"] == "annotator/1"
    assert record["id"] == name
    for annotations in record.get("annotation_sets", []):
        assert list(annotations) == [key for key in SET_KEYS if annotations.get(key)]
        assert annotations["schema"] == {"name": SCHEMA["name"], "version": SCHEMA["version"]}
        assert annotations["guideline"] == SCHEMA["guideline_version"]
        assert (annotations["annotator"], annotations["layer"], annotations["status"]) == ("gold", "gold", "submitted")


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_says_what_it_is_and_under_which_licence(name: str) -> None:
    meta, text = RECORDS[name]["meta"], RECORDS[name]["text"]
    assert meta["title"] == text.splitlines()[0]
    assert meta["language"] in {"en", "ar", "zh", "th"}
    assert date.fromisoformat(meta["published"]).isoformat() == meta["published"]
    if name == ARTICLE:
        assert meta["licence"] == "belongs to its publisher; included for demonstration only"
    else:
        assert (meta["source"], meta["licence"]) == ("Annotator demo wire (invented)", "CC0-1.0")


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_story_has_a_title_then_a_dateline_then_paragraphs_apart_by_blank_lines(name: str) -> None:
    text = RECORDS[name]["text"]
    end = "\r\n" if "\r\n" in text else "\n"
    paragraphs = text.split(end * 2)
    assert len(paragraphs) >= 4
    assert all(paragraph == paragraph.strip() and paragraph for paragraph in paragraphs)
    assert re.search(r"\((Demo Wire|ديمو واير|เดโมไวร์)\) - |（示例通讯社）——", paragraphs[1])


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_story_is_of_the_length_of_a_wire_story(name: str) -> None:
    text = RECORDS[name]["text"]
    spaced = RECORDS[name]["meta"]["language"] not in {"zh", "th"}
    # Scripts without spaces are measured in letters; Thai vowel signs are marks and count for nothing here.
    size = len(text.split()) if spaced else sum(unicodedata.category(sign).startswith("L") for sign in text)
    assert 150 <= size <= 600


def test_there_are_enough_stories_and_enough_gold_to_try_things_on() -> None:
    assert len(INVENTED) >= 11
    assert len(GOLD) >= 4


def test_the_article_is_the_one_that_was_published_byte_for_byte() -> None:
    raw = (SEEDS / f"{ARTICLE}.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == "bbdee34e69e1186ecddc1ecba6c660cec941394cf471f45b76b3bd95920914cc"
    assert raw.decode("utf-8") == RECORDS[ARTICLE]["text"]


def test_the_gold_of_the_article_holds_its_spans_and_its_twelve_events() -> None:
    gold = GOLD[ARTICLE]
    labels = Counter(span["label"] for span in gold["spans"])
    assert labels == {"actor": 37, "action": 26, "location": 7, "casualty": 6}
    assert len(gold["spans"]) == 76
    meanings = Counter(meaning(link) for link in gold["links"])
    assert meanings == {"filler": 32, "same_event": 14, "relation": 1, "same_value": 2}
    assert len(main_triggers(gold)) == 12


def test_the_gold_of_the_article_keeps_what_its_tolls_say() -> None:
    spans = by_id(GOLD[ARTICLE])
    said = {
        each["id"]: (of["harm"], of["victim"], of["claim"], *(count[key] for key in FIGURES))
        for each in spans.values()
        if (of := each.get("attributes", {})) and (count := of.get("count"))
    }
    assert said == {
        "s27": ("killed", "combatant", "asserted", "at_least", 40, 40, None, 40),
        "s45": ("killed", "combatant", "asserted", "more_than", 40, 41, None, 41),
        "s50": ("killed", "military", "asserted", "exact", 3, 3, 3, 3),
        "s56": ("killed_or_injured", "combatant", "alleged", "unknown", None, None, None, None),
        "s60": ("killed", "combatant", "asserted", "more_than", 40, 41, None, 41),
        "s64": ("killed", "civilian", "alleged", "at_least", 1, 1, None, 1),
    }
    assert spans["s64"]["quote"] == 'at least one" civilian'
    told_again = {(link["from"], link["to"]) for link in GOLD[ARTICLE]["links"] if meaning(link) == "same_value"}
    assert told_again == {("s60", "s45"), ("s56", "s45")}


def test_the_gold_of_the_article_tells_what_happened_from_what_is_planned() -> None:
    status = {span["quote"]: span["attributes"]["status"] for span in main_triggers(GOLD[ARTICLE])}
    assert status["attack"] == "recurring"
    assert status["withdrawal"] == "hypothetical"
    assert status["end"] == status["reduction"] == "planned"
    assert status["strike"] == status["killings"] == "occurred"
    actors = [span for span in GOLD[ARTICLE]["spans"] if span["label"] == "actor"]
    assert [span["quote"] for span in actors if span["attributes"].get("harm") == "killed"] == ["Abu Baqr al-Saadi"]


def test_one_story_has_crlf_line_ends_and_every_kind_of_composed_character() -> None:
    text = RECORDS["bridge-protest-posts"]["text"]
    assert "\r\n\r\n" in text
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    assert FAMILY in text
    assert "\u0323\u0300" in text
    assert unicodedata.normalize("NFC", text) != text
    assert "\U0001f1ec\U0001f1ed\U0001f1e8\U0001f1f2\U0001f1f9\U0001f1ec" in text
    assert "\U0001f3f4\U000e0067" in text
    assert "\u20e3" in text
    assert any(ord(sign) > 0xFFFF for sign in text[: GOLD["bridge-protest-posts"]["spans"][0]["start"]])
    assert {"3\ufe0f\u20e3 dead"} <= {span["quote"] for span in GOLD["bridge-protest-posts"]["spans"]}


def test_one_story_has_carriage_returns_that_stand_alone() -> None:
    text = RECORDS["lake-ferry-telex"]["text"]
    assert len(re.findall(r"\r(?!\n)", text)) == 2
    assert "\r\n" not in text
    assert "\n\n" in text


def test_one_story_is_arabic_throughout_with_its_own_digits() -> None:
    text = RECORDS["fuel-convoy-attack-ar"]["text"]
    letters = [sign for sign in text if sign.isalpha()]
    assert all(unicodedata.bidirectional(sign) == "AL" for sign in letters)
    assert len(text.split()) >= 150
    assert re.search("[٠-٩]", text)
    assert len(GOLD["fuel-convoy-attack-ar"]["spans"]) > 30


@pytest.mark.parametrize(
    ("name", "script"), [("lake-village-raid-zh", r"\p{Han}"), ("hill-checkpoint-th", r"\p{Thai}")]
)
def test_some_stories_are_written_without_spaces_between_words(name: str, script: str) -> None:
    text = RECORDS[name]["text"]
    letters = [sign for sign in text if sign.isalpha()]
    assert sum(bool(regex.match(script, sign)) for sign in letters) == len(letters)
    assert max(len(word) for word in text.split()) > 40


def test_one_story_has_nested_crossing_and_equal_spans() -> None:
    spans = GOLD["twin-port-raids"]["spans"]
    pairs = list(combinations(spans, 2))
    nested = [
        (outer["quote"], inner["quote"])
        for one, other in pairs
        for outer, inner in ((one, other), (other, one))
        if (outer["label"], inner["label"]) == ("casualty", "actor")
        and outer["start"] <= inner["start"] < inner["end"] <= outer["end"]
    ]
    crossing = [
        (one["quote"], other["quote"])
        for one, other in pairs
        if one["start"] < other["start"] < one["end"] < other["end"]
    ]
    equal = [(one, other) for one, other in pairs if (one["start"], one["end"]) == (other["start"], other["end"])]
    assert nested == [("six members of the Harbour Defence Union", "Harbour Defence Union")]
    assert crossing == [("Bandar Rahma Fisheries Guard", "Fisheries Guard Post Three")]
    assert [one["quote"] for one, other in equal if one["label"] != other["label"]] == ["Port Authority"]


def test_one_word_heads_two_events_and_their_shared_toll_is_said_to_be_cumulative() -> None:
    gold = GOLD["twin-port-raids"]
    mains = main_triggers(gold)
    twins = [(one, other) for one, other in combinations(mains, 2) if one["start"] == other["start"]]
    assert [(one["quote"], other["quote"]) for one, other in twins] == [("raids", "raids")]
    tolls = [
        {link["to"] for link in gold["links"] if link["role"] == "casualty" and link["from"] == each["id"]}
        for each in twins[0]
    ]
    shared = tolls[0] & tolls[1]
    assert shared
    assert all(by_id(gold)[each]["attributes"]["toll"] == "cumulative" for each in shared)


def test_one_pair_is_the_same_wire_story_told_twice_and_no_other_pair_is() -> None:
    near = ("checkpoint-attack-first", "checkpoint-attack-update")
    assert RECORDS[near[0]]["text"] != RECORDS[near[1]]["text"]
    assert 0.6 < similarity(*near) < 1
    others = [pair for pair in combinations(RECORDS, 2) if set(pair) != set(near)]
    assert max(similarity(*pair) for pair in others) < 0.1


def test_one_story_tells_of_no_event_though_its_words_tempt() -> None:
    gold = GOLD["film-club-library"]
    assert (gold["attributes"], gold["spans"], gold["links"]) == ({"relevance": "no"}, [], [])
    tempting = {"shoots", "attack", "kill", "bombed", "casualty", "strike"}
    assert tempting <= set(re.findall(r"\w+", RECORDS["film-club-library"]["text"]))


def test_one_story_has_many_tolls_with_parts_repeats_and_more_dead_later() -> None:
    gold = GOLD["cattle-market-bombs"]
    assert sum(span["label"] == "casualty" for span in gold["spans"]) == 10
    meanings = Counter(meaning(link) for link in gold["links"])
    assert meanings["part_of"] == 3
    assert meanings["same_value"] == 1
    assert [count["text"] for count in counts("cattle-market-bombs") if count["additional"]] == ["three more"]


def test_one_story_has_two_sources_with_rival_counts_and_a_denial() -> None:
    gold = GOLD["rival-tolls-kasheru"]
    spans = by_id(gold)
    sources = {link["from"]: spans[link["to"]]["quote"] for link in gold["links"] if link["role"] == "source"}
    rivals = [(link["from"], link["to"]) for link in gold["links"] if meaning(link) == "same_value"]
    assert all(sources[one] != sources[other] for one, other in rivals)
    assert len(rivals) == 3
    assert "disputed" in {span["attributes"]["claim"] for span in main_triggers(gold)}
    assert "denied shelling" in RECORDS["rival-tolls-kasheru"]["text"]


def test_one_story_counts_in_every_way_that_words_can() -> None:
    read = {
        count["text"]: (count["op"], count["value"], count["lower"], count["upper"])
        for count in counts("patrol-ambush-counts")
    }
    assert read["seven of the nine"] == ("exact", 7, 7, 7)
    assert read["half a dozen"] == ("exact", 6, 6, 6)
    assert read["a family of five"] == ("exact", 5, 5, 5)
    assert read["dozens"] == ("vague", None, 24, None)
    assert read["No casualties"] == ("none", 0, 0, 0)
    assert read["between 20 and 30"] == ("range", None, 20, 30)
    assert read["no more than four"] == ("up_to", 4, None, 4)
    assert read["An unknown number"] == ("unknown", None, None, None)


def test_every_operator_of_a_count_is_used_somewhere() -> None:
    used = {count["op"] for name in GOLD for count in counts(name)}
    spoken = {"exact", "about", "at_least", "more_than", "up_to", "fewer_than", "range", "vague"}
    assert used == spoken | {"none", "unknown"}


def test_what_is_planned_threatened_attempted_and_denied_is_told_somewhere() -> None:
    text = RECORDS["border-talks-deadline"]["text"]
    for words in ("will meet on Friday", "would storm", "foiled an attempt", "If Friday's talks succeed"):
        assert words in text
    said = [span["attributes"] for gold in GOLD.values() for span in main_triggers(gold)]
    assert {"occurred", "recurring", "planned", "hypothetical"} <= {each["status"] for each in said}
    assert {"asserted", "alleged", "disputed", "denied"} == {each["claim"] for each in said}
