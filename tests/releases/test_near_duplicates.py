import random

import pytest

from annotator.releases.joined import Joined
from annotator.releases.near_duplicates import Signatures, join_near, shingles, similarity
from tests.releases.stories import edited, story


def joined(texts, least=0.5):
    signatures = Signatures()
    for text in texts:
        signatures.add(text)
    found = Joined(len(texts))
    for _ in join_near(found, signatures, lambda number: texts[number], least):
        pass
    return found


@pytest.mark.slow
def test_two_hundred_of_two_hundred_planted_copies_are_found_among_two_thousand_stories():
    lots = random.Random(20)
    stories = [story(lots) for _ in range(2000)]
    copied = lots.sample(range(2000), 200)
    texts = ["\n".join(each) for each in stories]
    texts += ["\n".join(edited(lots, stories[number])) for number in copied]
    found = joined(texts)
    missed = [number for at, number in enumerate(copied) if not found.are(number, 2000 + at)]
    assert missed == []
    # And nothing else: as many groups as there were stories.
    assert len(found.groups()) == 2000


@pytest.mark.parametrize("shared", [0.55, 0.6, 0.7, 0.9])
def test_what_shares_more_than_is_asked_for_is_found(shared):
    lots = random.Random(int(shared * 100))
    pairs = []
    for _ in range(40):
        told = story(lots, 40)
        same = round(40 * 2 * shared / (1 + shared)) + 1
        pairs.append((" ".join(told), " ".join([*told[:same], *story(lots, 40 - same)])))
    texts = [text for pair in pairs for text in pair]
    found = joined(texts, least=0.5)
    for at in range(40):
        assert similarity(shingles(texts[2 * at]), shingles(texts[2 * at + 1])) >= 0.5
        assert found.are(2 * at, 2 * at + 1)


def test_what_signatures_take_for_alike_is_only_joined_when_it_is():
    lots = random.Random(3)
    told = story(lots, 10)
    # About half of the bands of such a pair agree somewhere, and their true similarity is below what is asked for.
    texts = [" ".join(told), " ".join([*told[:6], *story(lots, 4)])]
    assert similarity(shingles(texts[0]), shingles(texts[1])) < 0.6
    assert not joined(texts, least=0.6).are(0, 1)


def test_case_spaces_and_widths_make_no_other_text_and_scripts_without_spaces_are_compared_by_signs():
    assert shingles("The  CITY\nfell silent") == shingles("the city fell silent")
    assert shingles("十四人死亡") == {"十 四 人", "四 人 死", "人 死 亡"}
    assert shingles("one two") == {"one two"}
    assert shingles(" .,! ") == frozenset()


def test_texts_without_words_are_like_nothing():
    found = joined(["...", "!!!", "🤷", "word"])
    assert len(found.groups()) == 4
    assert similarity(frozenset(), frozenset()) == 0


def test_groups_are_named_by_their_first_document_and_remember_why():
    found = Joined(5)
    found.join(4, 2, "wire")
    found.join(2, 1, "near")
    found.join(1, 4, "event")
    assert found.groups() == {0: [0], 1: [1, 2, 4], 3: [3]}
    assert found.as_json() == [[4, 2, "wire"], [2, 1, "near"]]
    assert Joined(5, found.ties).groups() == found.groups()
