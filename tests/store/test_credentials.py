"""Who holds what is shown, on both databases."""

import pytest

from annotator.store import credentials
from annotator.store.clock import now
from annotator.store.session import Database
from annotator.store.tables import ApiToken
from tests import factories

MOMENT = now()


def test_a_sign_in_tells_whose_it_is_until_it_ends(database: Database) -> None:
    with database.write() as session:
        user = factories.add_user(session, "Ana", is_admin=True)
        factories.add_web_session(session, user, "good", expires_at=MOMENT + 10)
    holder = credentials.identify_web_session(database, "good", MOMENT)
    assert holder is not None
    assert (holder.user_id, holder.name, holder.is_admin, holder.loopback_only) == (user.id, "Ana", True, False)
    assert credentials.identify_web_session(database, "good", MOMENT + 10) is None
    assert credentials.identify_web_session(database, "other", MOMENT) is None


def test_a_token_tells_whose_it_is_until_it_ends_or_is_revoked(database: Database) -> None:
    def holds(moment: int) -> bool:
        return credentials.identify_api_token(database, "good", moment) is not None

    with database.write() as session:
        user = factories.add_user(session, loopback_only=True)
        token_id = factories.row_id(factories.add_token(session, user, "good"))
    assert holds(MOMENT)
    with database.write() as session:
        token = session.get(ApiToken, token_id)
        assert token is not None
        token.expires_at = MOMENT + 10
    assert (holds(MOMENT), holds(MOMENT + 10)) == (True, False)
    with database.write() as session:
        credentials.revoke_api_tokens(session, factories.row_id(user), MOMENT)
    assert not holds(MOMENT)


def test_nothing_that_a_deactivated_person_holds_counts(database: Database) -> None:
    with database.write() as session:
        user = factories.add_user(session, is_active=False)
        factories.add_web_session(session, user, "good")
        factories.add_token(session, user, "good")
    assert credentials.identify_web_session(database, "good", MOMENT) is None
    assert credentials.identify_api_token(database, "good", MOMENT) is None


def test_identifying_leaves_no_transaction_open(database: Database) -> None:
    with database.write() as session:
        factories.add_web_session(session, factories.add_user(session), "good")
    for _ in range(20):
        assert credentials.identify_web_session(database, "good", MOMENT) is not None
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    with database.write() as session:
        credentials.remove_web_session(session, "good")
    assert credentials.identify_web_session(database, "good", MOMENT) is None


def test_failures_are_counted_by_name_and_by_address_within_the_time(database: Database) -> None:
    with database.write() as session:
        for name, address, at in (("a", "x", 10), ("a", "y", 20), ("b", "x", 30)):
            credentials.add_failure(session, name, address, at)
        assert credentials.count_failures(session, "a", "x", since=10) == (2, 2)
        assert credentials.count_failures(session, "a", "x", since=11) == (1, 1)
        credentials.forgive(session, "a")
        assert credentials.count_failures(session, "a", "x", since=0) == (0, 1)


def test_what_has_ended_is_forgotten(database: Database) -> None:
    with database.write() as session:
        user = factories.add_user(session)
        factories.add_web_session(session, user, "ended", expires_at=MOMENT)
        factories.add_web_session(session, user, "good", expires_at=MOMENT + 1)
        credentials.add_failure(session, "a", "x", 10)
        credentials.add_failure(session, "a", "x", 20)
        credentials.remove_expired(session, MOMENT, failed_before=20)
        assert credentials.remove_web_sessions(session, factories.row_id(user)) == 1
        assert credentials.count_failures(session, "a", "x", since=0) == (1, 1)


@pytest.mark.parametrize("mine", [True, False])
def test_tokens_are_listed_with_their_owners(database: Database, mine: bool) -> None:
    with database.write() as session:
        ana, ben = factories.add_user(session, "Ana"), factories.add_user(session, "Ben")
        factories.add_token(session, ben, "1")
        factories.add_token(session, ana, "2")
        found = credentials.api_tokens(session, factories.row_id(ana) if mine else None)
    assert [name for _, name in found] == (["Ana"] if mine else ["Ana", "Ben"])
