"""The list of actors: kept by leads, moved as a table, and what confirmations teach; on both databases."""

import io
import threading

import pytest
from sqlalchemy import event, func, select, text

from annotator.domain.actors import Actor, actor
from annotator.domain.changes import Change, Kind
from annotator.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from annotator.services import actors, annotations, readings
from annotator.store import actors as stored
from annotator.store.core import actor_lists, learnt_aliases
from annotator.store.core import actors as entries
from annotator.store.session import discard
from tests import factories

TEXT = "Men of the Lions fired. The army said Coast Lions of Qoryale fled, and Pride One fell. Lions ran."


class Desk:
    """A project with a lead, and annotators who say who is who in its only text."""

    def __init__(self, database):
        self.database, self.numbers = database, 0
        with database.write() as session:
            self.project = factories.add_project(session, "war")
            self.lead = factories.add_person(session, "lead")
            factories.add_member(session, self.project, self.lead, "lead")
            self.document = factories.add_document(session, self.project, TEXT)
            self.ana = factories.add_person(session, "Ana")
            factories.add_member(session, self.project, self.ana)
            self.tasks = {"lead": self.task(session, self.lead), "Ana": self.task(session, self.ana)}

    def task(self, session, person):
        return factories.row_id(factories.add_task(session, self.document, person))

    @property
    def project_id(self):
        return factories.row_id(self.project)

    def do(self, verb, *given, person=None, **named):
        with self.database.write() as session:
            return verb(session, person or self.lead, "war", *given, **named)

    def add(self, name, *aliases, **given):
        return self.do(actors.add_actor, actor(name, aliases, **given))

    def take(self, content, dry_run=False):
        with self.database.write() as session:
            report = actors.import_actors(session, self.project_id, io.BytesIO(content.encode()), "a.csv")
            if dry_run:
                discard(session)
        return report.added, report.changed, report.unchanged

    def names(self):
        return [each.name for each in self.listing().actors]

    def listing(self):
        with self.database.read() as session:
            return actors.list_actors(session, self.lead, "war")

    def learnt(self):
        return {(key, each.words): each.seen for key, found in self.listing().learnt.items() for each in found}

    def proposed(self):
        return {each.actor.name: each.seen for each in self.listing().proposed}

    def span(self, words, nth=0, **identity):
        start = -1
        for _ in range(nth + 1):
            start = TEXT.index(words, start + 1)
        said = {"identity": {"by": "human", **identity}} if identity else {}
        span_id = f"s{start}-{len(words)}"
        place = {"id": span_id, "label": "actor", "start": start, "end": start + len(words), "quote": words}
        return {**place, "attributes": said, "origin": "human"}

    def save(self, kind, before, after, person=None):
        person = person or self.ana
        self.numbers += 1
        change = Change(f"c{self.numbers}", f"a{self.numbers}", Kind(kind), before, after)
        with self.database.write() as session:
            saved = annotations.save_changes(session, person, self.tasks[person.name], [change])
        assert saved.outcomes[0].refusal is None
        return after

    def say(self, words, nth=0, person=None, **identity):
        """Label the words, and say who they are."""
        return self.save("add_span", None, self.span(words, nth, **identity), person)

    def read(self, words, nth=0):
        span = self.span(words, nth)
        with self.database.read() as session:
            place = readings.Place("actor", span["start"], span["end"])
            (found,) = readings.read_places(session, self.ana, self.tasks["Ana"], [place])
        return found


@pytest.fixture
def desk(database):
    return Desk(database)


class TestTheList:
    def test_an_entry_is_added_changed_and_removed(self, desk):
        desk.add("Coast Lions", "Lions")
        desk.do(actors.put_actor, actor("Lions of the Coast", kind="non_state_armed", key="coast-lions"))
        assert [(each.key, each.name, each.aliases) for each in desk.listing().actors] == [
            ("coast-lions", "Lions of the Coast", ())
        ]
        assert desk.do(actors.remove_actor, "coast-lions")
        assert not desk.do(actors.remove_actor, "coast-lions")
        assert desk.names() == []

    def test_all_of_an_entry_is_kept(self, desk):
        made = actor("湖岸之火", ["Lakeshore Fire", "~Fire"], "non_state_armed", "TCD", "Q5", {"cameo": "=TCD"})
        desk.do(actors.put_actor, made)
        (found,) = desk.listing().actors
        assert found == made

    def test_a_key_that_is_taken_is_no_new_entry(self, desk):
        desk.add("Coast Lions")
        with pytest.raises(Conflict, match="coast-lions"):
            desk.add("coast lions")

    def test_words_of_another_entry_are_refused(self, desk):
        desk.add("Coast Lions", "Lions")
        with pytest.raises(InvalidInput, match="'the lions' means 'Coast Lions' already") as error:
            desk.add("Pride", "the lions")
        assert error.value.rule == "alias"
        desk.add("Pride", "~the lions")
        assert desk.names() == ["Coast Lions", "Pride"]

    def test_members_read_the_list_and_leads_alone_change_it(self, desk):
        desk.add("Coast Lions")
        with desk.database.write() as session:
            stranger = factories.add_person(session)
        assert len(desk.do(actors.search_actors, "coast", person=desk.ana)) == 1
        assert len(desk.do(actors.list_actors, person=desk.ana).actors) == 1
        for verb, given in (
            (actors.add_actor, [actor("Pride")]),
            (actors.put_actor, [actor("Pride")]),
            (actors.remove_actor, ["coast-lions"]),
            (actors.bring_in, [io.BytesIO(b"name\nPride\n"), "a.csv"]),
            (actors.take_out, []),
        ):
            with pytest.raises(Forbidden):
                desk.do(verb, *given, person=desk.ana)
            with pytest.raises(NotFound):
                desk.do(verb, *given, person=stranger)
        with pytest.raises(Forbidden):
            desk.do(actors.judge_alias, "coast-lions", "x", person=desk.ana, accept=True)
        with pytest.raises(Forbidden):
            desk.do(actors.judge_proposal, "coast-lions", person=desk.ana, accept=True)
        assert desk.names() == ["Coast Lions"]

    def test_at_most_ten_are_offered_while_somebody_types(self, desk):
        desk.take("name\n" + "".join(f"Guard {number}\n" for number in range(30)))
        assert len(desk.do(actors.search_actors, "guard")) == 10

    def test_a_project_that_goes_takes_its_list_along(self, desk):
        desk.add("Coast Lions")
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        with desk.database.write() as session:
            session.execute(text("DELETE FROM annotation_sets"))
            session.execute(text("DELETE FROM projects"))
            left = [
                session.scalar(select(func.count()).select_from(each))
                for each in (entries, actor_lists, learnt_aliases)
            ]
        assert left == [0, 0, 0]


class TestTheTable:
    TABLE = "name,aliases,type\nCoast Lions,Lions|CL,non_state_armed\nLake Guard,,state_security\n"

    def test_a_table_comes_in_once_and_the_second_time_changes_nothing(self, desk):
        assert desk.take(self.TABLE) == (2, 0, 0)
        assert desk.take(self.TABLE) == (0, 0, 2)
        assert desk.take(self.TABLE.replace("Lions|CL", "Lions")) == (0, 1, 1)
        assert desk.names() == ["Coast Lions", "Lake Guard"]

    def test_a_dry_run_says_the_same_and_does_nothing(self, desk):
        assert desk.take(self.TABLE, dry_run=True) == (2, 0, 0)
        assert desk.names() == []
        assert desk.read("Coast Lions")["values"] == {}
        assert desk.take(self.TABLE) == (2, 0, 0)

    def test_entries_that_a_table_does_not_name_stay(self, desk):
        desk.add("Pride")
        desk.take(self.TABLE)
        assert desk.names() == ["Coast Lions", "Lake Guard", "Pride"]

    def test_a_row_without_a_key_is_the_entry_of_its_name(self, desk):
        desk.add("Coast Lions", key="cl-1")
        assert desk.take("name,type\nthe COAST LIONS,civilian\n") == (0, 1, 0)
        assert [(each.key, each.type) for each in desk.listing().actors] == [("cl-1", "civilian")]

    def test_a_key_of_a_name_that_another_entry_has_is_not_taken_from_it(self, desk):
        desk.add("Old Lions", key="coast-lions")
        assert desk.take("name\nCoast Lions\n") == (1, 0, 0)
        assert sorted(each.key for each in desk.listing().actors) == ["coast-lions", "coast-lions-2"]

    @pytest.mark.parametrize(
        ("rows", "rule", "line"),
        [
            ("Pride,,\nCoast Lions,Pride,\n", "alias", 3),
            ("Pride,,p\nLions,,p\n", "key", 3),
            ("Pride,,\nGuard,Old,\n", "alias", 3),
            ("Pride,,\nLions,,Big\n", "key", 3),
        ],
    )
    def test_nothing_of_a_bad_table_is_stored_and_its_line_is_named(self, desk, rows, rule, line):
        desk.add("Old")
        with pytest.raises(InvalidInput) as error:
            desk.take(f"name,aliases,key\n{rows}")
        assert (error.value.file, error.value.rule, error.value.line) == ("a.csv", rule, line)
        assert desk.names() == ["Old"]

    def test_what_goes_out_comes_in_again_elsewhere_as_the_same_list(self, desk):
        desk.take(self.TABLE)
        desk.do(actors.put_actor, actor("=Lions(1)", ["-x", "~y"], country="XKX", codes={"plover": "+1"}))
        table = desk.do(actors.take_out)
        with desk.database.write() as session:
            other = factories.add_project(session, "peace")
            actors.import_actors(session, factories.row_id(other), io.BytesIO(table), "a.csv")
            found = stored.current(session, factories.row_id(other))
        assert found.actors == desk.listing().actors
        assert b"'=Lions(1)" in table


class TestLearning:
    def test_words_that_somebody_took_for_an_entry_are_offered_to_the_others_as_learnt(self, desk):
        desk.add("Coast Lions", kind="non_state_armed")
        assert desk.read("Lions", nth=0)["values"] == {}
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        assert desk.learnt() == {("coast-lions", "Lions"): 1}
        found = desk.read("Lions", nth=2)
        assert found["values"]["identity"] == {"id": "coast-lions", "name": "Coast Lions", "by": "rule"}
        assert found["values"]["actor_type"] == "non_state_armed"
        assert found["learnt"] == ["actor_type", "identity"]

    def test_each_span_that_says_so_counts_and_what_is_taken_back_counts_no_more(self, desk):
        desk.add("Coast Lions")
        first = desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        second = desk.say("Lions", nth=2, id="coast-lions", name="Coast Lions", by="rule")
        desk.say("Lions", nth=0, person=desk.lead, id="coast-lions", name="Coast Lions")
        assert desk.learnt() == {("coast-lions", "Lions"): 3}
        desk.save("change_span", first, {**first, "attributes": {}})
        desk.save("remove_span", second, None)
        assert desk.learnt() == {("coast-lions", "Lions"): 1}

    def test_what_only_one_said_and_took_back_is_no_longer_known(self, desk):
        desk.add("Coast Lions")
        said = desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        desk.save("change_span", said, {**said, "attributes": {}})
        assert desk.learnt() == {}
        assert desk.read("Lions", nth=2)["values"] == {}

    @pytest.mark.parametrize(("words", "nth"), [("Coast Lions", 0), ("army", 0), ("Men", 0)])
    def test_an_alias_and_words_that_do_not_name_are_not_learnt(self, desk, words, nth):
        desk.add("Coast Lions")
        desk.say(words, nth, id="coast-lions", name="Coast Lions")
        assert desk.learnt() == {}

    def test_a_reading_that_is_confirmed_is_not_learnt_where_it_was_not(self, desk):
        desk.add("Coast Lions")
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions", by="rule")
        assert desk.learnt() == {}

    def test_an_entry_is_known_by_its_name_too(self, desk):
        desk.add("Coast Lions", "CL Group")
        desk.say("Lions", nth=0, id=None, name="the CL group")
        assert desk.learnt() == {("coast-lions", "Lions"): 1}
        assert desk.proposed() == {}

    def test_other_words_for_whom_the_list_means_are_learnt_and_stand_beside_it(self, desk):
        desk.add("Coast Lions", "Lions")
        desk.add("Pride One")
        desk.say("Lions", nth=0, id="pride-one", name="Pride One")
        found = desk.read("Lions", nth=2)
        assert found["values"]["identity"]["id"] == "coast-lions"
        assert [each["id"] for each in found["others"]["identity"]] == ["pride-one"]
        assert "learnt" not in found

    def test_what_a_lead_accepts_is_an_alias(self, desk):
        desk.add("Coast Lions")
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        desk.do(actors.judge_alias, "coast-lions", "Lions", accept=True)
        assert desk.learnt() == {}
        assert desk.listing().actors[0].aliases == ("Lions",)
        assert "learnt" not in desk.read("Lions", nth=2)

    def test_what_a_lead_drops_is_not_learnt_again(self, desk):
        desk.add("Coast Lions")
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        desk.do(actors.judge_alias, "coast-lions", "Lions", accept=False)
        desk.say("Lions", nth=2, id="coast-lions", name="Coast Lions")
        assert desk.learnt() == {}
        assert desk.read("Lions", nth=1)["values"] == {}
        with pytest.raises(Conflict):
            desk.do(actors.judge_alias, "coast-lions", "Lions", accept=True)

    def test_learnt_words_that_another_entry_has_are_not_made_its_alias(self, desk):
        desk.add("Coast Lions")
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        desk.add("Lions")
        with pytest.raises(InvalidInput, match="already"):
            desk.do(actors.judge_alias, "coast-lions", "Lions", accept=True)

    def test_words_that_become_an_alias_by_hand_are_learnt_no_longer(self, desk):
        desk.add("Coast Lions")
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        desk.do(actors.put_actor, actor("Coast Lions", ["Lions"]))
        assert desk.learnt() == {}

    def test_a_change_of_the_entry_keeps_what_was_learnt_and_its_removal_does_not(self, desk):
        desk.add("Coast Lions")
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        desk.do(actors.put_actor, actor("Lions of Qoryale", key="coast-lions"))
        assert desk.learnt() == {("coast-lions", "Lions"): 1}
        desk.do(actors.remove_actor, "coast-lions")
        desk.add("Coast Lions")
        assert desk.learnt() == {}


class TestProposals:
    def test_somebody_who_is_named_by_hand_is_proposed(self, desk):
        said = desk.say("Pride One", id=None, name="Pride One")
        desk.say("Lions", nth=0, name="the Pride One")
        assert desk.proposed() == {"Pride One": 2}
        assert desk.names() == []
        desk.save("remove_span", said, None)
        assert desk.proposed() == {"Pride One": 1}

    def test_a_proposal_that_is_taken_back_is_gone(self, desk):
        said = desk.say("Lions", nth=0, name="Pride One")
        desk.save("change_span", said, {**said, "attributes": {}})
        assert desk.proposed() == {}
        with desk.database.read() as session:
            assert session.scalar(select(func.count()).select_from(entries)) == 0

    def test_a_proposal_that_is_accepted_is_on_the_list_with_the_words_that_it_was_learnt_by(self, desk):
        desk.say("Lions", nth=0, name="Pride One")
        desk.do(actors.judge_proposal, "pride-one", accept=True)
        assert (desk.names(), desk.proposed()) == (["Pride One"], {})
        assert desk.learnt() == {("pride-one", "Lions"): 1}
        assert desk.read("Lions", nth=2)["values"]["identity"]["name"] == "Pride One"

    def test_a_proposal_that_is_refused_is_not_made_again(self, desk):
        desk.say("Lions", nth=0, name="Pride One")
        desk.do(actors.judge_proposal, "pride-one", accept=False)
        desk.say("Lions", nth=2, name="PRIDE ONE")
        assert desk.proposed() == {}
        desk.add("Pride One")
        assert desk.names() == ["Pride One"], "a lead may change their mind"

    def test_a_proposal_goes_to_the_entry_that_its_name_becomes_an_alias_of(self, desk):
        desk.add("Coast Lions")
        desk.say("Lions", nth=0, name="Pride One")
        desk.do(actors.put_actor, actor("Coast Lions", ["Pride One"]))
        assert desk.proposed() == {}
        assert desk.learnt() == {("coast-lions", "Lions"): 1}

    def test_a_name_that_no_entry_can_have_stops_nobody_from_saving(self, desk):
        desk.say("Lions", nth=0, name="a|b")
        desk.say("Lions", nth=2, name="x" * 5000)
        desk.say("Pride One", id="\u2026", name="\u2026")
        assert desk.proposed() == {}

    def test_a_proposal_whose_key_is_taken_gets_another(self, desk):
        desk.add("Coast Lions", key="pride-one")
        desk.say("Lions", nth=0, name="Pride One")
        assert [each.actor.key for each in desk.listing().proposed] == ["pride-one-2"]


class TestAtOnce:
    """Many who teach the same at the same moment, and a lead who changes the list meanwhile."""

    PEOPLE = 6

    @pytest.fixture
    def crowd(self, desk):
        with desk.database.write() as session:
            people = [factories.add_person(session, f"p{number}") for number in range(self.PEOPLE)]
            for person in people:
                factories.add_member(session, desk.project, person)
                desk.tasks[person.name] = desk.task(session, person)
        return people

    def together(self, desk, crowd, say, *others):
        faults = []

        def guarded(work):
            try:
                work()
            except Exception as error:
                faults.append(error)

        works = [lambda person=person: say(person) for person in crowd] + list(others)
        threads = [threading.Thread(target=guarded, args=[work]) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []

    def test_none_of_their_lessons_is_lost_or_doubled(self, desk, crowd):
        desk.add("Coast Lions")

        def say(person):
            change = Change(
                f"x{person.name}", "a", Kind.ADD_SPAN, None, desk.span("Lions", id="coast-lions", name="Coast Lions")
            )
            more = Change(f"y{person.name}", "b", Kind.ADD_SPAN, None, desk.span("Pride One", name="Pride One"))
            with desk.database.write() as session:
                annotations.save_changes(session, person, desk.tasks[person.name], [change, more])

        self.together(desk, crowd, say)
        assert desk.learnt() == {("coast-lions", "Lions"): self.PEOPLE}
        assert desk.proposed() == {"Pride One": self.PEOPLE}

    def test_a_save_goes_through_while_its_entry_is_taken_off_the_list(self, desk, crowd):
        desk.add("Coast Lions")

        def say(person):
            change = Change(
                f"x{person.name}", "a", Kind.ADD_SPAN, None, desk.span("Lions", id="coast-lions", name="Coast Lions")
            )
            with desk.database.write() as session:
                saved = annotations.save_changes(session, person, desk.tasks[person.name], [change])
            assert saved.outcomes[0].refusal is None

        self.together(desk, crowd, say, lambda: desk.do(actors.remove_actor, "coast-lions"))
        assert desk.names() == []
        assert desk.learnt() == {}
        # Whoever came after that has named somebody who is not on the list.
        assert sum(desk.proposed().values()) <= self.PEOPLE


class TestReading:
    def test_a_list_is_read_once_and_anew_when_it_changes(self, desk, monkeypatch):
        asked = []
        monkeypatch.setattr(stored, "_listed", lambda *given, read=stored._listed: asked.append(1) or read(*given))
        desk.add("Coast Lions")
        asked.clear()
        for _ in range(3):
            assert desk.read("Coast Lions")["values"]["identity"]["id"] == "coast-lions"
        assert len(asked) == 1
        desk.say("Lions", nth=0, id="coast-lions", name="Coast Lions")
        assert desk.read("Lions", nth=2)["learnt"] == ["identity"]
        assert len(asked) == 1, "what is learnt is read without the entries"
        desk.do(actors.put_actor, actor("Pride", ["Coast Lions"], key="coast-lions"))
        assert desk.read("Coast Lions")["values"]["identity"]["name"] == "Pride"

    def test_what_was_thrown_away_is_not_remembered(self, desk):
        desk.add("Coast Lions")
        with desk.database.write() as session:
            actors.put_actor(session, desk.lead, "war", actor("Pride", key="coast-lions"))
            assert stored.current(session, desk.project_id).actors == (Actor("coast-lions", "Pride"),)
            discard(session)
        assert desk.names() == ["Coast Lions"]

    def test_no_more_lists_are_kept_than_a_few(self, desk, monkeypatch):
        monkeypatch.setattr(stored, "KEPT", 2)
        monkeypatch.setattr(stored, "_WHOLE", stored._Kept())
        for number in range(4):
            desk.add(f"Lion {number}")
            desk.names()
        assert len(stored._WHOLE._lists) == 2


def test_a_save_asks_about_actors_only_when_it_says_who_somebody_is(sqlite_database):
    desk = Desk(sqlite_database)
    desk.add("Coast Lions")
    desk.read("Coast Lions")
    asked = []
    event.listen(sqlite_database.engine, "checkout", lambda raw, *_: raw.set_trace_callback(asked.append))

    def about_actors():
        found = [
            each for each in asked if "actor" in each and "INSERT INTO spans" not in each and "journal" not in each
        ]
        asked.clear()
        return found

    desk.save("add_span", None, {**desk.span("army"), "attributes": {"actor_type": "state_military"}})
    assert about_actors() == []
    desk.say("Coast Lions", id="coast-lions", name="Coast Lions")
    assert len(about_actors()) == 1, "whether the list has changed"
