"""Files of the pages: packed for those who take it so, kept for ever, and nothing else than they."""

import gzip

import pytest

from annotator.web import static_files


@pytest.fixture
def fetch(app):
    def get(name, encoding="gzip, br"):
        return app.test_client().get(f"{app.static_url_path}/{name}", headers={"Accept-Encoding": encoding})

    return get


def test_a_script_goes_out_packed_and_is_kept_for_ever(fetch):
    answer = fetch("workbench/main.js")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data) == (static_files.FOLDER / "workbench" / "main.js").read_bytes()


@pytest.mark.parametrize("encoding", ["", "identity", "br", "gzip;q=0"])
def test_who_does_not_take_it_packed_gets_it_as_it_is(fetch, encoding):
    answer = fetch("workbench/main.js", encoding)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (static_files.FOLDER / "workbench" / "main.js").read_bytes()


def test_the_style_sheet_is_all_sheets_and_begins_with_the_tokens(fetch):
    sheet = fetch("annotator.css", "").data
    for path in (static_files.FOLDER / "css").glob("*.css"):
        assert path.read_bytes() in sheet
    assert sheet.startswith((static_files.FOLDER / "css" / "tokens.css").read_bytes())


@pytest.mark.parametrize("name", ["nothing.js", "../pages.py", "%2e%2e/pages.py", "css", "css/"])
def test_what_is_no_file_of_the_pages_is_not_found(fetch, name):
    assert fetch(name).status_code == 404
