"""Croissant, held to what its specification (version 1.0) says must be, and to the files themselves."""

import csv
import hashlib
import json
import re

import pytest

from tests.releases.folders import cut_folder

REQUIRED = {"@context", "@type", "conformsTo", "description", "license", "name", "url", "creator", "datePublished"}
RECOMMENDED_TERMS = {
    *("column", "data", "dataType", "extract", "field", "fileProperty", "format", "includes", "jsonPath"),
    *("parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "sc", "separator"),
    *("source", "subField", "transform"),
}
FILE_PROPERTIES = {"fullpath", "filename", "content", "lines", "lineNumbers"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return cut_folder(tmp_path_factory.mktemp("release") / "v1", formats=["iob2"], about={"licence": "CC-BY-4.0"})


@pytest.fixture(scope="module")
def said(folder):
    return json.loads((folder / "croissant.json").read_bytes())


def nodes(value):
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def test_a_dataset_has_all_that_is_required(said):
    assert set(said) >= REQUIRED | {"distribution"}
    assert (said["@type"], said["conformsTo"]) == ("sc:Dataset", "http://mlcommons.org/croissant/1.0")
    assert said["@context"]["conformsTo"] == "dct:conformsTo"
    assert set(said["@context"]) >= RECOMMENDED_TERMS
    assert said["@context"]["data"] == {"@id": "cr:data", "@type": "@json"}
    assert said["@context"]["dataType"] == {"@id": "cr:dataType", "@type": "@vocab"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", said["datePublished"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", said["version"])
    assert said["creator"]["@type"] in ("sc:Organization", "sc:Person")
    assert said["license"] == "CC-BY-4.0"
    assert said["isLiveDataset"] is False


def test_every_term_that_is_used_is_one_of_the_vocabularies(said):
    known = set(said["@context"]) | {
        *("@context", "@id", "@type", "name", "alternateName", "description", "license", "url", "creator", "version"),
        *("datePublished", "keywords", "inLanguage", "distribution", "contentUrl", "contentSize", "encodingFormat"),
        "sha256",
    }
    data = {key for each in said["recordSet"] for record in each.get("data", ()) for key in record}
    used = {key for node in nodes({**said, "@context": None}) for key in node} - data
    assert used <= known


def test_ids_are_unique_and_every_reference_leads_to_one(said):
    defined, referred = [], []
    for node in nodes(said["distribution"]):
        defined.append(node["@id"])
    for node in nodes(said["recordSet"]):
        if set(node) == {"@id"}:
            referred.append(node["@id"])
        elif "@id" in node:
            defined.append(node["@id"])
    assert len(defined) == len(set(defined))
    assert referred
    assert set(referred) <= set(defined)


def test_every_file_is_there_with_its_size_and_checksum_and_is_given_a_mime_type(said, folder):
    for each in said["distribution"]:
        assert each["@type"] == "cr:FileObject"
        data = (folder / each["contentUrl"]).read_bytes()
        assert each["contentSize"] == f"{len(data)} B"
        assert each["sha256"] == hashlib.sha256(data).hexdigest()
        assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", each["encodingFormat"])
    listed = {each["contentUrl"] for each in said["distribution"]}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files - listed == {"README.md", "croissant.json", "manifest.json"}


def test_fields_are_named_by_their_record_set_and_typed_and_their_sources_are_right(said):
    for each in said["recordSet"]:
        assert each["@type"] == "cr:RecordSet"
        keys = {field["@id"] for field in each["field"]}
        assert each["key"]["@id"] in keys
        for field in each["field"]:
            assert field["@type"] == "cr:Field"
            assert field["@id"] == f"{each['@id']}/{field['name']}"
            assert field["dataType"] in ("sc:Text", "sc:Integer", "sc:URL")
            if "data" in each:
                assert all(set(record) == keys for record in each["data"])
            else:
                [extract] = [field["source"]["extract"]]
                assert set(extract) <= {"column", "jsonPath", "fileProperty"}
                assert len(extract) == 1


def test_splits_are_declared_and_documents_refer_to_them(said):
    sets = {each["@id"]: each for each in said["recordSet"]}
    assert sets["splits"]["dataType"] == "cr:Split"
    assert sets["splits"]["data"] == [
        {"splits/name": "train", "splits/url": "cr:TrainingSplit"},
        {"splits/name": "dev", "splits/url": "cr:ValidationSplit"},
        {"splits/name": "test", "splits/url": "cr:TestSplit"},
    ]
    # What a field holds is an address; that it is one of splits, its record set says.
    assert [field["dataType"] for field in sets["splits"]["field"]] == ["sc:Text", "sc:URL"]
    [split] = [field for field in sets["documents"]["field"] if field["name"] == "split"]
    assert split["references"] == {"field": {"@id": "splits/name"}}


def test_records_can_be_read_off_the_files_as_it_says(said, folder):
    sets = {each["@id"]: each for each in said["recordSet"]}
    with (folder / "documents.csv").open(newline="") as stream:
        rows = csv.DictReader(stream)
        columns = [field["source"]["extract"]["column"] for field in sets["documents"]["field"]]
        assert columns == rows.fieldnames
        keys = [row["document"] for row in rows]
    read = []
    for split in ("train", "dev", "test"):
        for field in sets[split]["field"]:
            key = field["source"]["extract"]["column"]
            file = folder / field["source"]["fileObject"]["@id"]
            values = [json.loads(line)[key] for line in file.read_text("utf-8").splitlines()]
            assert all(isinstance(value, str) for value in values)
            read += values if field["name"] == "id" else []
    assert sorted(read) == sorted(keys)


def test_splits_of_other_names_have_no_address(tmp_path):
    folder = cut_folder(tmp_path / "v1", split={"shares": {"one": 1, "test": 1}})
    said = json.loads((folder / "croissant.json").read_bytes())
    [splits] = [each for each in said["recordSet"] if each["@id"] == "splits"]
    assert splits["data"] == [{"splits/name": "one"}, {"splits/name": "test"}]
    assert [field["name"] for field in splits["field"]] == ["name"]
    assert said["license"] == ["CC0-1.0", "all rights reserved"]
