"""Acts on their way: whatever network, server and tabs do, each gets to the server once, from the right person."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.annotators import EXPECTED, PLACES, TEXTS, Annotator, Held, somebody
from tests.browser.hands import Hands
from tests.server import running_server

#: Two hundred different words to label.
WORDS = tuple(f"w{number:03}x" for number in range(200))
LONG = "\n\n".join(" ".join(WORDS[first : first + 20]) + "." for first in range(0, 200, 20))
MINUTES = 60_000
#: When each mark was painted and when each answer came, in the page's own order.
_TIMELINE = """() => {
  window.timeline = [];
  new MutationObserver((records) => {
    if (records.some((record) => [...record.addedNodes].some((node) => node.nodeName === "MARK")))
      requestAnimationFrame(() => window.timeline.push("paint"));
  }).observe(document.querySelector("#text"), { childList: true, subtree: true });
  const call = window.fetch;
  window.fetch = async (...args) => {
    const answer = await call(...args);
    if (/changes$/.test(args[0])) window.timeline.push("answer");
    return answer;
  };
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outbox")
    with running_server(f"sqlite:///{folder / 'outbox.db'}", folder / "data") as running:
        yield running


@pytest.fixture
def person(page, server, watched):
    """Makes somebody with a project of their own."""
    watched(page, *EXPECTED)

    def make(texts=TEXTS) -> Annotator:
        return somebody(page, server, texts)

    return make


def latency(page, milliseconds):
    """Every call of the server takes so much longer from now on."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    conditions = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", conditions)


def work(hands):
    """A bit of everything that hands do; what stands afterwards."""
    hands.label("Harbour Guard", "a")
    hands.press("x", "shelled")
    hands.press("z", "Tarsa", nth=1)
    hands.press("e", "shelled")
    hands.press("q", "Harbour")
    hands.press(" ", "Tarsa", nth=1)
    hands.press("Escape")
    hands.press("a", "Norland")
    hands.press("Delete", "Norland")
    hands.press("u")
    return hands.spans()


def test_no_gesture_waits_for_an_answer(person):
    ann = person()
    ann.open()
    held = Held(ann.page, "**/api/**")
    painted = work(ann.hands)
    assert painted == {
        ("actor", "Harbour Guard"),
        ("action", "shelled"),
        ("location", "Tarsa"),
        ("actor", "Norland"),
    }
    expect(ann.page.locator("#cards")).to_contain_text("Harbour Guard")
    held.let_go()
    ann.expect_saved()
    ann.page.reload()
    ann.hands.wait_until_ready()
    assert ann.hands.spans() == painted


def test_two_hundred_milliseconds_on_every_call_change_nothing_of_what_hands_do(person):
    quick, slow = person(), None
    number = quick.open()
    expected = work(quick.hands)
    quick.expect_saved()
    slow = person()
    latency(slow.page, 200)
    other = slow.open()
    slow.page.evaluate(_TIMELINE)
    assert work(slow.hands) == expected
    slow.expect_saved()
    assert slow.page.evaluate("() => window.timeline[0]") == "paint", "no act waits for its answer to be seen"
    assert "answer" in slow.page.evaluate("() => window.timeline")
    assert slow.quotes(other) == quick.quotes(number)


def test_ten_minutes_offline_and_two_hundred_acts_later_the_server_has_each_act_once(person):
    ann = person((LONG,))
    page, hands = ann.page, ann.hands
    page.clock.install()
    number = ann.open()
    chip = page.locator("#saved")
    page.context.set_offline(True)
    page.keyboard.press("Control+Home")
    for made in range(200):
        page.keyboard.press("a")
        page.keyboard.press("ArrowRight")
        if made % 20 == 19:
            # The mark after the last word of a paragraph is a word of its own.
            page.keyboard.press("ArrowRight")
            page.clock.fast_forward(MINUTES)
            expect(chip).to_have_text(f"Offline, {made + 1} waiting")
    assert len(hands.spans()) == 200
    assert ann.journal(number) == []
    page.context.set_offline(False)
    # An attempt that was on its way when the network came back fails all the same: the next one needs time to pass.
    page.clock.resume()
    ann.expect_saved()
    assert ann.quotes(number) == list(WORDS)
    ids = [change["id"] for change in ann.journal(number)]
    assert len(ids) == len(set(ids)) == 200
    page.reload()
    page.wait_for_selector("#text mark")
    assert {words for _, words in hands.spans()} == set(WORDS)


@pytest.mark.parametrize("status", [500, 409])
def test_an_act_that_the_server_does_not_take_now_stays_is_named_and_is_sent_again(person, status):
    ann = person()
    page, hands = ann.page, ann.hands
    page.clock.install()
    number = ann.open()
    said = {"title": "No", "status": status, "detail": "The cellar is under water", "rule": "flood"}
    asked = []

    def refuse(route):
        asked.append(route.request.post_data_json["changes"][0]["act"])
        route.fulfill(status=status, json=said, content_type="application/problem+json")

    page.route("**/changes", refuse)
    hands.press("a", "Norland")
    chip = page.locator("#saved")
    expect(chip).to_have_text(re.compile(r"1 waiting"))
    if status == 409:
        expect(chip).to_have_text("Problem: The cellar is under water (1 waiting)")
    assert hands.spans() == {("actor", "Norland")}
    for _ in range(3):
        with page.expect_response("**/changes"):
            page.clock.fast_forward(MINUTES)
    assert len(set(asked)) == 1
    assert len(asked) >= 4
    page.unroute("**/changes")
    page.clock.fast_forward(MINUTES)
    ann.expect_saved()
    assert ann.quotes(number) == ["Norland"]
    assert len(ann.journal(number)) == 1


def test_an_act_that_can_never_be_taken_is_told_in_words_and_what_follows_goes_on(person):
    ann = person()
    page, hands = ann.page, ann.hands
    number = ann.open()

    def refuse(route):
        act = route.request.post_data_json["changes"][0]["act"]
        outcome = {"act": act, "status": "refused", "rule": "label", "detail": "The schema has no actors any more"}
        route.fulfill(json={"revision": 0, "outcomes": [{**outcome, "effects": [], "current": None}]})

    page.route("**/changes", refuse, times=1)
    hands.press("a", "Norland")
    expect(page.locator("#notices")).to_contain_text("The schema has no actors any more")
    hands.press("z", "Tarsa", nth=1)
    ann.expect_saved()
    assert ann.quotes(number) == ["Tarsa"]


#: How much this browser's log has of a person.
_ON_DISK = """(name) => new Promise((resolve, reject) => {
  const request = indexedDB.open(name);
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const reading = request.result.transaction(["acts", "leavings"]);
    const [acts, leavings] = ["acts", "leavings"].map((store) => reading.objectStore(store).count());
    reading.oncomplete = () => {
      request.result.close();
      resolve([acts.result, leavings.result]);
    };
  };
})"""


def wait_until_on_disk(ann, acts, leavings):
    """What is painted is only on its way there: hands wait for no disk, and a busy machine takes its time."""
    deadline = time.monotonic() + 30
    while (found := ann.page.evaluate(_ON_DISK, f"annotator of {ann.name}")) != [acts, leavings]:
        assert time.monotonic() < deadline, found
        ann.page.wait_for_timeout(50)


def test_what_an_earlier_page_left_of_other_articles_is_sent_by_the_next_page(person):
    ann = person()
    page = ann.page
    first = ann.open_with_the_next()
    page.context.set_offline(True)
    ann.hands.press("a", "Norland")
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    second = int(page.url.rsplit("/", 1)[1])
    ann.hands.press("a", "Norland")
    expect(page.locator("#saved")).to_have_text("Offline, 3 waiting")
    wait_until_on_disk(ann, acts=2, leavings=1)
    page.close()
    later = Annotator(ann.page.context.new_page(), ann.server, ann.name, ann.slug, ann.client)
    later.page.context.set_offline(False)
    third = later.client.post(f"/api/v1/projects/{ann.slug}/tasks/next", {"besides": [first, second]}).json()
    later.open(third["task"]["id"])
    later.expect_article(PLACES[2])
    later.page.wait_for_function("() => document.querySelector('#position').textContent === '1 submitted'")
    later.expect_saved()
    assert [ann.state(first), ann.quotes(first)] == ["submitted", ["Norland"]]
    assert [ann.state(second), ann.quotes(second)] == ["open", ["Norland"]]


def test_what_one_person_left_is_never_sent_while_another_is_signed_in(person, server):
    ann = person()
    page = ann.page
    first = ann.open_with_the_next()
    page.context.set_offline(True)
    ann.hands.press("a", "Norland")
    page.keyboard.press("Control+Enter")
    ann.expect_article(PLACES[1])
    wait_until_on_disk(ann, acts=1, leavings=1)
    page.goto("about:blank")
    page.context.set_offline(False)
    # A browser may have let the page that was left try once more: as the one who left it, who is still signed in.
    page.wait_for_timeout(1000)
    left = [ann.state(first), ann.quotes(first)]
    assert left[0] == "open"
    bob = person()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    bob.open_with_the_next()
    bob.hands.press("a", "Norland")
    bob.expect_saved()
    assert not [url for url in sent if f"/tasks/{first}/" in url]
    assert [ann.state(first), ann.quotes(first)] == left
    ann.sign_in()
    ann.open(ann.client.get("/api/v1/tasks?state=open").json()["tasks"][0]["id"])
    ann.page.wait_for_function("() => document.querySelector('#position').textContent === '1 submitted'")
    ann.expect_saved()
    assert [ann.state(first), ann.quotes(first)] == ["submitted", ["Norland"]]


def test_a_second_tab_does_not_send_what_the_first_still_has_waiting(person):
    ann = person()
    page = ann.page
    number = ann.open()
    held = Held(page, "**/changes")
    ann.hands.press("a", "Norland")
    page.wait_for_function("() => document.querySelector('#saved').textContent.includes('device')")
    second = page.context.new_page()
    sent = []
    second.on("request", lambda request: sent.append(request.url) if request.url.endswith("/changes") else None)
    second.goto(page.url)
    expect(second.locator("#takeover")).to_be_visible()
    expect(second.locator("#text mark")).to_have_text("Norland")
    assert sent == []
    held.let_go()
    ann.expect_saved()
    assert len(ann.journal(number)) == 1


def test_a_tab_that_closes_with_work_waiting_leaves_it_to_the_other(person):
    ann = person()
    page = ann.page
    number = ann.open()
    page.route("**/changes", lambda route: route.abort())
    ann.hands.press("a", "Norland")
    expect(page.locator("#saved")).to_have_text("Offline, 1 waiting")
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator("#takeover")).to_be_visible()
    with second.expect_response("**/changes"):
        page.close()
    expect(second.locator("#takeover")).to_be_hidden()
    expect(second.locator("#saved")).to_have_text("Saved")
    assert ann.quotes(number) == ["Norland"]
    Hands(second).press("z", "Tarsa", nth=1)
    expect(second.locator("#saved")).to_have_text("Saved")
    assert ann.quotes(number) == ["Tarsa", "Norland"]


def test_a_page_that_comes_back_from_the_browsers_own_store_works_on(person):
    ann = person()
    page = ann.page
    number = ann.open()
    page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    second = page.context.new_page()
    second.goto(page.url)
    Hands(second).wait_until_ready()
    expect(second.locator("#takeover")).to_be_hidden()
    page.bring_to_front()
    page.evaluate("() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    # Somebody else writes now; the right to write comes back on request.
    page.get_by_role("button", name="Work here instead").click()
    expect(second.locator("#takeover")).to_be_visible()
    ann.hands.press("a", "Norland")
    ann.expect_saved()
    assert ann.quotes(number) == ["Norland"]


_OLD_LOG = """([name, task, act]) => new Promise((resolve, reject) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    const acts = request.result.createObjectStore("acts", { autoIncrement: true });
    acts.createIndex("task", "task");
    acts.createIndex("act", ["task", "id"], { unique: true });
    acts.add({ task, id: act.id, act, state: "pending", outcome: null, at: 0 });
  };
  request.onsuccess = () => resolve(request.result.close());
  request.onerror = () => reject(request.error);
})"""


def test_what_an_earlier_version_of_the_page_kept_is_sent(person):
    ann = person()
    number = ann.next_task()
    start = TEXTS[0].index("Norland")
    span = {"id": "s1", "label": "actor", "start": start, "end": start + 7, "quote": "Norland", "attributes": {}}
    change = {"id": "c1", "act": "a1", "kind": "add_span", "before": None, "after": {**span, "origin": "human"}}
    act = {"id": "a1", "changes": [change], "command": "label", "status": "Actor", "undoes": None, "redoes": None}
    ann.page.goto(f"{ann.server.url}/account")
    ann.page.evaluate(_OLD_LOG, [f"annotator of {ann.name}", number, {**act, "at": 0}])
    ann.open(number)
    ann.expect_saved()
    assert ann.quotes(number) == ["Norland"]
    ann.page.keyboard.press("u")
    expect(ann.page.locator("#text mark")).to_have_count(0)
