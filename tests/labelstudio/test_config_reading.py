"""Labelling configs that people made: what they mark, what they ask, and what we have nothing like."""

import pytest
from hypothesis import given

from annotator.domain.errors import InvalidInput
from annotator.labelstudio.config_reading import Value, read_config
from annotator.labelstudio.label_config import label_config
from tests.strategies import schemas

CONFIG = """
<View>
  <!-- a comment with <Label value="no"/> -->
  <Style>.x { color: red }</Style><Header value="Mark parties"/>
  <Relations><Relation value="agent_of"/><Relation value="victim_of"/></Relations>
  <View style="display: flex">
    <Labels name="ner" toName="article" showInline="true">
      <Label value="Actor" alias="actor" hotkey="1" background="#ff0000"/><Label value="action"/>
    </Labels>
  </View>
  <Text name="article" value="$body" granularity="word"/>
  <Choices name="kind" toName="article" perRegion="true" whenTagName="ner" whenLabelValue="Actor,action"
    choice="single"><Choice value="state"/><View><Choice value="other"/></View></Choices>
  <Choices name="topic" toName="article" choice="multiple"><Choice value="war"/></Choices>
  <Number name="count" toName="article" perRegion="true"/>
  <Pairwise name="pw" toName="article,other"/>
  <RectangleLabels name="boxes" toName="picture"><Label value="tank"/></RectangleLabels>
  <Image name="picture" value="$image"/>
</View>
"""


def test_controls_of_the_text_are_read_whatever_they_are_called():
    config = read_config(CONFIG)
    assert (config.text_name, config.text_key) == ("article", "body")
    assert config.labels == ("actor", "action")
    assert config.of_label("actor").name == "ner"
    assert config.of_label("tank") is None
    assert config.marks[0].values[0] == Value("Actor", "actor")
    assert config.relations == ("agent_of", "victim_of")
    kind, topic, count = config.values
    assert (kind.is_per_region, kind.when) == (True, ("Actor", "action"))
    assert [value.name for value in kind.values] == ["state", "other"]
    assert (topic.is_per_region, topic.when) == (False, ())
    assert (count.tag, config.control("count")) == ("Number", count)


def test_controls_that_we_have_nothing_like_are_known_by_name():
    assert read_config(CONFIG).unknown == {"pw": "Pairwise", "boxes": "RectangleLabels"}


@given(schemas())
def test_what_we_write_is_read_as_what_the_schema_says(schema):
    config = read_config(label_config(schema))
    assert config.labels == tuple(label.name for label in schema.labels)
    assert config.relations == tuple(role.name for role in schema.roles)
    assert config.unknown == {}
    assert (config.text_name, config.text_key) == ("text", "text")


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<View>", "no XML"),
        ("", "no XML"),
        ("<View/>", "it must have one <Text>"),
        ('<View><Text name="a" value="$a"/><Text name="b" value="$b"/></View>', "2 texts"),
        ('<View><Text name="a" value="a"/></View>', r"begins with \$"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><View><Text name="a" value="$a"/>&a;</View>', "document type"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><View/>', "document type"),
    ],
)
def test_what_is_no_config_of_a_text_is_refused(xml, said):
    with pytest.raises(InvalidInput, match=said) as error:
        read_config(xml)
    assert error.value.rule == "config"
