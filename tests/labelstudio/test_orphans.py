"""What a config has no name for any more is told by its name; what was never ours is carried along in silence."""

import pytest

from annotator.labelstudio.config_reading import read_config
from annotator.labelstudio.label_config import label_config
from annotator.labelstudio.orphans import orphans
from annotator.labelstudio.translation import names_of, ours
from tests.labelstudio.test_translation import SCHEMA, SET, TEXT, came, sent

CONFIG = label_config(SCHEMA)
RESULT = sent(SET, names_of(read_config(CONFIG), SCHEMA))


def gone(config, result=RESULT):
    names = names_of(read_config(config), SCHEMA)
    return sorted(orphans(ours(result, names)[1], names, SCHEMA).values())


def test_under_the_config_that_it_was_made_with_nothing_is_an_orphan():
    assert gone(CONFIG) == []
    assert came(RESULT, TEXT, names_of(read_config(CONFIG), SCHEMA))[0].spans == SET.spans


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('<Label value="actor"', '<Label value="party"', "label actor"),
        ('<Relation value="doer"', '<Relation value="by"', "relation doer"),
        ('name="actor-kind"', 'name="actor-sort"', "control actor-kind"),
        ('<Choice value="war"', '<Choice value="fighting"', "value war of whole-document-topic"),
    ],
)
def test_a_name_that_is_gone_from_the_config_is_told(old, new, said):
    assert old in CONFIG
    assert said in gone(CONFIG.replace(old, new))


def test_a_label_and_a_control_that_were_never_ours_are_no_orphans():
    region = {"id": "x", "type": "labels", "from_name": "span", "value": {"start": 0, "end": 4, "labels": ["weapon"]}}
    stars = {"id": "a", "type": "rating", "from_name": "stars", "value": {"start": 0, "end": 4, "rating": 3}}
    assert gone(CONFIG, [*RESULT, region, stars]) == []
