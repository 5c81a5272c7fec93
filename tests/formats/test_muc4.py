"""Templates of MUC-4: numbered slots that readers of its answer keys read, with the words behind them as comments."""

import re

from annotator.formats import writer
from annotator.formats.muc4 import SLOTS, quoted
from tests.formats.support import written, written_with_losses
from tests.formats.test_events import CORPUS, SCHEMA


def templates():
    """The templates as scripts for MUC-4's keys read them: by column, what begins with a semicolon passed over."""
    found = []
    for chunk in written(writer("muc4"), CORPUS, SCHEMA).decode().strip().split("\n\n"):
        slots, name = {}, ""
        for line in chunk.split("\n"):
            if line.startswith(";"):
                continue
            head, value = line[:33].strip(), line[33:].strip()
            name = re.sub(r"^\d+\.\s*", "", head) or name
            slots.setdefault(name, []).append(value)
        found.append(slots)
    return found


def test_every_template_has_the_slots_of_muc_4_in_order():
    for template in templates():
        assert tuple(template) == SLOTS
    numbers = re.findall(r"^(\d+)\. ", written(writer("muc4"), CORPUS, SCHEMA).decode(), re.MULTILINE)
    assert numbers[:25] == [str(number) for number in range(25)]


def test_a_template_says_what_happened_in_the_codes_of_muc_4():
    raid = templates()[0]
    assert raid["MESSAGE: ID"] == ["qorma"]
    assert raid["INCIDENT: DATE"] == ["04 MAR 24"]
    assert raid["INCIDENT: LOCATION"] == ["XK: NORTH: QORMA"]
    assert raid["INCIDENT: TYPE"] == ["ATTACK"]
    assert raid["PERP: ORGANIZATION ID"] == ['"RED BRIGADE"']
    assert raid["PERP: ORGANIZATION CONFIDENCE"] == ['REPORTED AS FACT: "RED BRIGADE"']
    assert raid["HUM TGT: NUMBER"][0] == '12: "12 TRADERS"'
    assert raid["HUM TGT: NUMBER"][2].startswith("PLURAL: ")
    assert raid["HUM TGT: EFFECT OF INCIDENT"][0] == 'DEATH: "12 TRADERS"'
    assert raid["PHYS TGT: ID"] == ["-"]


def test_a_named_person_has_a_name_and_is_one():
    strike = templates()[1]
    assert strike["HUM TGT: NAME"] == ['"COMMANDER ADA LUND"']
    assert strike["HUM TGT: NUMBER"] == ['1: "COMMANDER ADA LUND"']
    assert strike["HUM TGT: DESCRIPTION"] == ["-"]


def test_what_was_attempted_is_a_template_and_what_is_planned_or_denied_is_none():
    stages = [template["INCIDENT: STAGE OF EXECUTION"] for template in templates()]
    assert stages == [["ACCOMPLISHED"]] * 4 + [["ATTEMPTED"]]
    assert templates()[4]["PHYS TGT: ID"] == ['"BELT"']
    _, losses = written_with_losses(writer("muc4"), CORPUS, SCHEMA)
    reasons = {(loss.document, loss.id): loss.reason for loss in losses if loss.kind == "event"}
    assert reasons == {("qorma", "s20"): "denied", ("qorma", "s23"): "planned", ("rain", "s01"): "no_code"}


def test_tolls_links_and_values_without_a_slot_are_losses():
    _, losses = written_with_losses(writer("muc4"), CORPUS, SCHEMA)
    assert [(loss.id, loss.reason) for loss in losses if loss.kind == "toll"] == [("s26", "flagged")]
    said = {loss.detail for loss in losses if loss.kind == "attribute"}
    assert {"also of “two children”", "grade of “drone strike”"} <= said
    assert any(loss.detail.startswith("retaliation_for") for loss in losses if loss.kind == "link")


def test_the_words_behind_a_slot_stand_beside_it():
    text = CORPUS[0].document.text
    comments = re.findall(r'^; (\d+)\. (\d+)-(\d+) (".*")$', written(writer("muc4"), CORPUS, SCHEMA).decode(), re.M)
    assert len(comments) > 15
    for _, start, end, quote in comments:
        assert text[int(start) : int(end)] == quote[1:-1].replace("\\n", "\n").replace('\\"', '"')


def test_a_string_is_in_capitals_on_one_line_and_ends_where_it_ends():
    assert quoted('the "Red"\n Brigade') == "\"THE 'RED' BRIGADE\""
