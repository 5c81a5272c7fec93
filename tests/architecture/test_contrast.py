"""Every colour can be read and told apart, by all eyes and in every theme."""

import tomllib
from pathlib import Path

import pytest

from tools.colours import ciede2000, contrast, distance, mix, read_hex, seen_by
from tools.contrast import SCHEMAS, TOKENS, check, check_apart, check_marks, marks, themes

#: Rows of the test data of Sharma, Wu and Dalal, “The CIEDE2000 Color-Difference Formula”, 2005: where slips show.
SHARMA = [
    ((50.0000, 2.6772, -79.7751), (50.0000, 0.0000, -82.7485), 2.0425),
    ((50.0000, 3.1571, -77.2803), (50.0000, 0.0000, -82.7485), 2.8615),
    ((50.0000, -1.3802, -84.2814), (50.0000, 0.0000, -82.7485), 1.0000),
    ((50.0000, 0.0000, 0.0000), (50.0000, -1.0000, 2.0000), 2.3669),
    ((50.0000, 2.4900, -0.0010), (50.0000, -2.4900, 0.0009), 7.1792),
    ((50.0000, 2.4900, -0.0010), (50.0000, -2.4900, 0.0011), 7.2195),
    ((50.0000, -0.0010, 2.4900), (50.0000, 0.0009, -2.4900), 4.8045),
    ((50.0000, -0.0010, 2.4900), (50.0000, 0.0011, -2.4900), 4.7461),
    ((50.0000, 2.5000, 0.0000), (50.0000, 0.0000, -2.5000), 4.3065),
    ((50.0000, 2.5000, 0.0000), (73.0000, 25.0000, -18.0000), 27.1492),
    ((50.0000, 2.5000, 0.0000), (61.0000, -5.0000, 29.0000), 22.8977),
    ((50.0000, 2.5000, 0.0000), (56.0000, -27.0000, -3.0000), 31.9030),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "published"), SHARMA)
def test_distances_are_the_published_ones(one, other, published) -> None:
    assert ciede2000(one, other) == pytest.approx(published, abs=5e-5)
    assert ciede2000(other, one) == pytest.approx(published, abs=5e-5)


def test_contrast_and_mixing_are_those_of_the_standards() -> None:
    white, black, grey = (read_hex(text) for text in ("#fff", "#000000", "#777777"))
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.478, abs=1e-3)
    assert mix(grey, black, 1) == pytest.approx(grey, abs=1e-6)
    # What browsers make of color-mix(in oklab, red, blue): rgb(140 83 162).
    assert mix((1, 0, 0), (0, 0, 1), 0.5) == pytest.approx((140 / 255, 83 / 255, 162 / 255), abs=0.004)
    with pytest.raises(ValueError, match="is not a colour"):
        read_hex("red")


def test_who_lacks_a_cone_sees_greys_as_they_are_and_some_colours_alike() -> None:
    grey = read_hex("#777777")
    for vision in ("protan", "deutan", "tritan"):
        assert seen_by(vision, grey) == pytest.approx(grey, abs=0.004)
    red, green = read_hex("#b04000"), read_hex("#5b7a00")
    assert distance(seen_by("deutan", red), seen_by("deutan", green)) < distance(red, green) / 3
    assert distance(seen_by("tritan", red), seen_by("tritan", green)) > distance(red, green) / 2


def test_every_colour_of_every_theme_and_shipped_schema_can_be_read_and_told_apart() -> None:
    found = check()
    assert {finding.theme for finding in found} == {"light", "dark", "sepia"}
    assert [str(finding) for finding in found if finding.is_fault] == []


def test_a_colour_that_is_too_faint_or_too_like_another_is_named() -> None:
    light = themes(TOKENS.read_text("utf-8"))[0]
    schema = tomllib.loads((SCHEMAS / "conflict-events.toml").read_text("utf-8"))
    schema["labels"][0]["mark"]["light"] = ["#555555", "#DDDDDD"]
    schema["labels"][1]["mark"]["light"] = ["#555555", "#DDDDDD"]
    labels = marks(schema, dark=False)
    name = schema["labels"][0]["name"]
    faults = [str(finding) for finding in check_marks(light, labels[:1], "mine") if finding.is_fault]
    assert [fault.split(", ")[0] for fault in faults] == [
        "light: text on fill",
        "light: line on fill",
        "light: text on full fill",
        "light: line on page",
    ]
    assert all(name in fault for fault in faults)
    assert any(finding.is_fault and finding.found == 0 for finding in check_apart(light, labels, "mine"))


def test_a_sheet_without_a_theme_is_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "tokens.css"
    sheet.write_text(TOKENS.read_text("utf-8").replace('[data-theme="sepia"]', '[data-theme="paper"]'), "utf-8")
    with pytest.raises(ValueError, match="sepia"):
        check(tokens=sheet)
