"""Releases as pages: what there is, what stands in one, its files, and a form that lets one be cut."""

import html
import io
import re
import zipfile
from collections.abc import Callable

import pytest

from annotator.domain.permissions import Role
from annotator.services import jobs, releases
from annotator.services.job_kinds.cut_release import plan_in
from annotator.settings import Settings
from annotator.store.jobs import StoredJob
from annotator.store.session import Database
from tests.releases.folders import cut_folder
from tests.web.conftest import Visitor

FORM = {"name": "v1", "sets": "gold", "split": "ratio", "words": "train=8,test=2", "seed": "3", "similarity": "0.6"}


@pytest.fixture
def there(settings: Settings) -> None:
    """A release that was cut before."""
    about = {"licence": "CC-BY-4.0"}
    cut_folder(releases.store_of(settings, "war") / "v0", formats=["iob2"], about=about, date="2024-06-30")


def job_of(database: Database) -> StoredJob:
    with database.read() as session:
        [found] = jobs.every_job(session)
    return found.stored


def test_what_there_is_is_listed_and_what_is_not_is_said(lead: Visitor, settings: Settings) -> None:
    assert "Nothing is released yet." in lead.get("/projects/war/releases").text
    cut_folder(releases.store_of(settings, "war") / "v0", date="2024-06-30")
    page = lead.get("/projects/war/releases").text
    assert re.search(
        r'href="/projects/war/releases/v0">v0</a></th>\s*<td class="when">2024-06-30</td>\s*<td>12</td>', page
    )


@pytest.mark.usefixtures("there")
def test_a_release_shows_its_splits_losses_plots_and_files(lead: Visitor) -> None:
    page = html.unescape(lead.get("/projects/war/releases/v0").text)
    assert '<th scope="row">train</th><td>7</td>' in page
    assert "<td>CC-BY-4.0</td>" in page
    assert "text lost words 12 " in " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "undefined: no document was marked by two annotators" in page
    shown = re.findall(r'<img class="plot" src="([^"]+)" alt="([^"]+)">', page)
    assert len(shown) == 4
    assert re.findall(r"<figcaption>([^<]+)</figcaption>", page) == ["Labels", "Span lengths", "Tolls", "Places"]
    for url, alt in shown:
        plot = lead.get(url)
        assert (plot.status_code, plot.mimetype) == (200, "image/svg+xml")
        assert alt
    files = re.findall(r'class="button" href="([^"]+)" download', page)
    assert len(files) >= 11
    for url in files:
        answer = lead.get(url)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.usefixtures("there")
def test_all_of_it_comes_as_one_file_that_is_always_the_same(lead: Visitor, settings: Settings) -> None:
    data = lead.get("/projects/war/releases/v0.zip").data
    assert data == lead.get("/projects/war/releases/v0.zip").data
    folder = releases.store_of(settings, "war") / "v0"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        packed.extractall(settings.data / "unpacked")
    assert list(releases.verify(settings.data / "unpacked/v0")) == []
    assert (settings.data / "unpacked/v0/manifest.json").read_bytes() == (folder / "manifest.json").read_bytes()


def test_a_form_starts_a_job_with_what_it_asks_for(lead: Visitor, sqlite_database: Database) -> None:
    more = {"format": ["iob2", "spacy"], "tie": ["near", "event"], "flagged": "leave_out", "licence": "CC0-1.0"}
    answer = lead.post("/projects/war/releases", {**FORM, **more})  # type: ignore[dict-item]
    job = job_of(sqlite_database)
    assert (answer.status_code, answer.location) == (303, f"/projects/war/jobs/{job.key}")
    plan = plan_in(job.payload)
    assert (plan.name, plan.seed, plan.flagged, plan.comments) == ("v1", 3, "leave_out", "keep")
    assert plan.format_ids == ("native", "iob2", "spacy")
    assert plan.split.shares == {"train": 8.0, "test": 2.0}
    assert ([*map(str, plan.ties.by)], plan.ties.similarity) == (["near", "event"], 0.6)
    assert plan.about.licence == "CC0-1.0"


def test_splits_may_be_given_in_a_file_by_date_or_not_at_all(lead: Visitor, sqlite_database: Database) -> None:
    given = (io.BytesIO(b"document,split\nd1,train\nd2,test\n"), "splits.csv")
    assert lead.post("/projects/war/releases", {**FORM, "split": "given", "file": given}).status_code == 303  # type: ignore[dict-item]
    assert plan_in(job_of(sqlite_database).payload).split.given == {"d1": "train", "d2": "test"}
    for split, words in (("date", "train,test=2024-06-01"), ("none", "")):
        assert lead.post("/projects/war/releases", {**FORM, "split": split, "words": words}).status_code == 303


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": "v0"}, "is never changed"),
        ({"name": "../x"}, "name: "),
        ({"sets": "silver"}, "sets: "),
        ({"sets": "annotator"}, "an annotator is named"),
        ({"words": "train"}, "splits are given as"),
        ({"split": "given"}, "choose the file"),
        ({"similarity": "2"}, "ties.similarity"),
    ],
)
def test_a_form_that_cannot_be_comes_back_as_it_was_sent_with_what_is_wrong(
    lead: Visitor, sqlite_database: Database, change: dict[str, str], why: str
) -> None:
    answer = lead.post("/projects/war/releases", {**FORM, "title": "My <title>", **change})
    page = html.unescape(answer.text)
    assert (answer.status_code, why in page) == (422, True)
    assert 'value="My <title>"' in page
    with sqlite_database.read() as session:
        assert jobs.every_job(session) == []


@pytest.mark.usefixtures("there")
def test_files_outside_of_a_release_are_not_there(lead: Visitor) -> None:
    for path in ("v0/files/../../../../secret-key", "v0/files/data", "v0/files/nothing", "v9", "v9.zip", "..%2Fwar"):
        assert lead.get(f"/projects/war/releases/{path}").status_code == 404


def test_who_may_not_export_sees_no_way_to_releases_and_who_may_does(member: Callable[[Role], Visitor]) -> None:
    assert "/projects/war/releases" in member(Role.ENGINEER).get("/").text
    annotator = member(Role.ANNOTATOR)
    assert "/projects/war/releases" not in annotator.get("/").text
    assert annotator.get("/projects/war/releases").status_code == 403
