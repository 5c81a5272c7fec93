"""No work is lost when sessions end, tabs double, devices meet and browsers die; what was done can be undone."""

import json
import os
import signal
import subprocess
from contextlib import suppress
from itertools import count

import pytest
from sqlalchemy import text

from annotator.store.session import Database
from tests.browser.annotators import Held
from tests.browser.hands import PASSWORD, Hands, sign_in, task_on_server
from tests.server import add_project, server_with

ARTICLE = (
    "Drones hit market\n\n"
    "PORT HALIA (Demo) — Government drones struck a market in Port Halia on Tuesday, killing at least 12 "
    "traders, the Harbour Doctors said. Baghdad said on Wednesday that it had known nothing.\n\n"
    "A second strike hit a fuel depot near Tarsa. Nobody was hurt, Mayor Ana Reyes said in Tarsa.\n"
)
#: What the page expects to be told when it is cut off or not known any more.
EXPECTED = ("400 (Bad", "401 (Unauth", "404 (Not", "409 (Conf", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
names = count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    def fill(database):
        add_project(database, "war", [ARTICLE], overlap=40)

    with server_with(tmp_path_factory.mktemp("presence"), fill) as running:
        yield running


@pytest.fixture
def name(server):
    """Somebody new, who may work on the article."""
    new = f"ann{next(names)}"
    server.add_user(new, PASSWORD, "war")
    return new


@pytest.fixture
def watched(watched):
    return lambda page: watched(page, *EXPECTED)


@pytest.fixture
def another_device(server, browser, name, watched):
    """Another browser of the same person, at the article."""
    contexts = []

    def another():
        contexts.append(browser.new_context())
        page = watched(contexts[-1].new_page())
        return begin(page, server, name)

    yield another
    for context in contexts:
        context.close()


def begin(page, server, name):
    sign_in(page, server.url, name, PASSWORD)
    page.get_by_role("button", name="Next article").or_(page.get_by_role("button", name="Continue")).click()
    hands = Hands(page)
    hands.wait_until_ready()
    return hands


def another_tab(hands, watched):
    page = watched(hands.page.context.new_page())
    page.goto(hands.page.url)
    tab = Hands(page)
    tab.wait_until_ready()
    return tab


def spans_on_server(hands):
    return sorted((span["label"], span["quote"]) for span in task_on_server(hands.page)["annotations"]["spans"])


def wait_for_marks(hands, number):
    hands.page.wait_for_function("(n) => document.querySelectorAll('#text mark').length === n", arg=number)


def wait_for_chip(hands, words):
    hands.page.wait_for_function("(words) => document.querySelector('#saved').textContent.includes(words)", arg=words)


def look_again(hands):
    """The person comes back to the page; it looks at what others did."""
    hands.page.evaluate("() => window.dispatchEvent(new Event('focus'))")


def wait_until_attending(hands):
    """Until what sees to other devices has been fetched."""
    hands.page.wait_for_function("() => performance.getEntriesByType('resource').some((e) => /presence/.test(e.name))")


def end_sessions(server):
    """All sign-ins run out."""
    database = Database(server.database_url)
    with database.write() as session:
        session.connection().execute(text("DELETE FROM web_sessions"))
    database.close()


def sign_in_here(hands, name, password=PASSWORD, open_with="Sign in here"):
    hands.page.get_by_role("button", name=open_with).click()
    form = hands.page.get_by_role("dialog", name="Sign in")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Password").fill(password)
    form.locator("button.primary").click()
    return form


# ---------------------------------------------------------------- the session ends


def test_a_session_that_ends_in_mid_sweep_keeps_the_span_and_sign_in_in_place_sends_it(page, server, name, watched):
    hands = begin(watched(page), server, name)
    first, last = hands._boxes("Government drones", 0)
    page.mouse.move(first["x"], first["y"])
    page.keyboard.down("a")
    end_sessions(server)
    page.mouse.move(last["x"], last["y"])
    page.keyboard.up("a")
    assert hands.spans() == {("actor", "Government drones")}
    wait_for_chip(hands, "Sign in to sync")
    hands.label("struck", "x")
    assert hands.spans() == {("actor", "Government drones"), ("action", "struck")}, "work goes on"
    form = sign_in_here(hands, name, "not the password")
    form.get_by_text("The name or the password is not right.").wait_for()
    assert form.get_by_label("Password").get_attribute("autocomplete") == "current-password"
    form.get_by_label("Password").fill(PASSWORD)
    form.locator("button.primary").click()
    hands.wait_until_saved()
    assert form.count() == 0
    assert page.get_by_role("button", name="Sign in here").count() == 0
    assert spans_on_server(hands) == [("action", "struck"), ("actor", "Government drones")]
    assert page.evaluate("document.activeElement.id") == "text", "the hands are where they were"


def test_signing_in_as_somebody_else_sends_nothing_and_says_so(page, server, name, watched):
    hands = begin(watched(page), server, name)
    server.add_user(f"{name}-other", PASSWORD, "war")
    end_sessions(server)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/changes") else None)
    hands.label("struck", "x")
    wait_for_chip(hands, "Sign in to sync")
    tried = len(sent)
    sign_in_here(hands, f"{name}-other")
    page.get_by_text(f"{name}-other is signed in now.").first.wait_for()
    hands.label("market", "z")
    wait_for_chip(hands, "Sign in to sync")
    assert len(sent) == tried, "nothing is sent as somebody else"
    assert hands.spans() == {("action", "struck"), ("location", "market")}
    sign_in_here(hands, name)
    hands.wait_until_saved()
    assert spans_on_server(hands) == [("action", "struck"), ("location", "market")]


def test_a_sign_in_in_another_tab_is_found_out_without_asking(page, server, name, watched):
    hands = begin(watched(page), server, name)
    end_sessions(server)
    hands.label("struck", "x")
    page.get_by_role("button", name="Sign in here").wait_for()
    other = watched(page.context.new_page())
    sign_in(other, server.url, name, PASSWORD)
    look_again(hands)
    hands.wait_until_saved()
    assert spans_on_server(hands) == [("action", "struck")]


# ---------------------------------------------------------------- two tabs


def test_the_second_tab_reads_along_and_taking_over_moves_the_right_to_write(page, server, name, watched):
    first = begin(watched(page), server, name)
    first.label("struck", "x")
    second = another_tab(first, watched)
    second.page.get_by_role("button", name="Work here instead").wait_for()
    wait_for_marks(second, 1)
    first.label("market", "z")
    wait_for_marks(second, 2)
    first.press("u")
    wait_for_marks(second, 1)
    first.label("Doctors", "a")
    wait_for_marks(second, 2)
    second.label("traders", "c")
    assert second.spans() == {("action", "struck"), ("actor", "Doctors")}, "it only reads"

    second.page.get_by_role("button", name="Work here instead").click()
    first.page.get_by_role("button", name="Work here instead").wait_for()
    second.page.get_by_role("button", name="Work here instead").wait_for(state="hidden")
    second.label("traders", "c")
    wait_for_marks(first, 3)
    first.label("market", "z")
    assert ("location", "market") not in first.spans(), "now this one only reads"
    second.press("u")
    second.press("u")
    wait_for_marks(first, 1)
    second.press("Shift+u")
    wait_for_marks(first, 2)
    second.wait_until_saved()
    assert first.spans() == second.spans() == {("action", "struck"), ("actor", "Doctors")}
    assert spans_on_server(second) == [("action", "struck"), ("actor", "Doctors")]


def test_what_one_tab_did_offline_the_tab_that_takes_over_sends(page, server, name, watched):
    first = begin(watched(page), server, name)
    second = another_tab(first, watched)
    second.page.get_by_role("button", name="Work here instead").wait_for()
    first.page.context.set_offline(True)
    first.label("struck", "x")
    first.label("market", "z")
    wait_for_marks(second, 2)
    wait_for_chip(second, "Offline, 2 waiting")
    second.page.get_by_role("button", name="Work here instead").click()
    second.page.get_by_role("button", name="Work here instead").wait_for(state="hidden")
    second.label("Doctors", "a")
    wait_for_marks(first, 3)
    first.page.close()
    second.page.context.set_offline(False)
    second.wait_until_saved()
    assert spans_on_server(second) == [("action", "struck"), ("actor", "Doctors"), ("location", "market")]
    second.page.reload()
    wait_for_marks(second, 3)


# ---------------------------------------------------------------- two devices


def test_two_devices_on_different_spans_keep_both(another_device):
    one, other = another_device(), another_device()
    wait_until_attending(other)
    one.label("struck", "x")
    one.wait_until_saved()
    other.label("market", "z")
    wait_for_marks(other, 2)
    other.wait_until_saved()
    wait_until_attending(one)
    look_again(one)
    wait_for_marks(one, 2)
    assert one.spans() == other.spans() == {("action", "struck"), ("location", "market")}
    assert spans_on_server(one) == [("action", "struck"), ("location", "market")]


@pytest.mark.parametrize("choice", ["Make mine", "Keep theirs"])
def test_the_same_span_relabelled_on_two_devices_shows_both_until_it_is_decided(another_device, choice):
    one = another_device()
    one.label("Baghdad", "a")
    one.wait_until_saved()
    other = another_device()
    wait_for_marks(other, 1)
    other.page.context.set_offline(True)
    other.label("Baghdad", "c")
    one.label("Baghdad", "z")
    one.wait_until_saved()
    other.page.context.set_offline(False)
    notice = other.page.get_by_role("alert", name="To decide")
    notice.get_by_text("yours: Casualty · there now: Location").wait_for()
    assert ghosts(other) == {"yours: Casualty": "Baghdad", "there now: Location": "Baghdad"}
    assert other.spans() == {("location", "Baghdad")}
    other.page.reload()
    notice.get_by_text("yours: Casualty · there now: Location").wait_for()
    other.page.get_by_role("button", name=choice).click()
    notice.wait_for(state="detached")
    kept = "casualty" if choice == "Make mine" else "location"
    other.page.wait_for_selector(f"#text mark[data-label={kept}]")
    other.wait_until_saved()
    assert spans_on_server(other) == [(kept, "Baghdad")]
    other.page.reload()
    wait_for_marks(other, 1)
    wait_until_attending(other)
    assert notice.count() == 0, "what is decided is not asked again"
    assert spans_on_server(other) == [(kept, "Baghdad")]


def test_the_two_variants_are_told_apart_in_every_theme_and_in_forced_colours(another_device):
    one, other = another_device(), another_device()
    other.page.context.set_offline(True)
    other.label("Baghdad", "a")
    one.label("Baghdad", "z")
    one.wait_until_saved()
    other.page.context.set_offline(False)
    page = other.page
    page.get_by_role("alert", name="To decide").wait_for()
    page.locator(".ghost.theirs[data-words]").wait_for()
    # All in one look: a window that changes draws them anew.
    looks = """() => [".ghost.ours", ".ghost.theirs"].map((name) => {
      const ghost = document.querySelector(name);
      const words = getComputedStyle(ghost, "::before");
      const { borderTopStyle, borderTopWidth } = getComputedStyle(ghost);
      const { width } = ghost.getBoundingClientRect();
      return [borderTopStyle, parseFloat(borderTopWidth) >= 3, words.content !== "none", width];
    })"""
    for media in ({"forced_colors": "none"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        page.emulate_media(**media)
        (*ours, inner), (*theirs, outer) = page.evaluate(looks)
        assert ours == theirs == ["double", True, True]
        assert inner != outer, "one around the other"
        assert set(ghosts(other)) == {"yours: Actor", "there now: Location"}


def test_the_same_words_labelled_differently_on_two_devices_are_shown_as_a_conflict(another_device):
    one, other = another_device(), another_device()
    other.page.context.set_offline(True)
    other.label("Baghdad", "a")
    one.label("Baghdad", "z")
    one.wait_until_saved()
    other.page.context.set_offline(False)
    notice = other.page.get_by_role("alert", name="To decide")
    notice.get_by_text("yours: Actor · there now: Location").wait_for()
    assert spans_on_server(other) == [("actor", "Baghdad"), ("location", "Baghdad")], "nothing is dropped in silence"
    other.page.reload()
    notice.get_by_text("yours: Actor · there now: Location").wait_for()
    other.page.get_by_role("button", name="Only theirs").click()
    notice.wait_for(state="detached")
    other.wait_until_saved()
    assert spans_on_server(other) == [("location", "Baghdad")]
    other.press("u")
    other.wait_until_saved()
    assert spans_on_server(other) == [("actor", "Baghdad"), ("location", "Baghdad")], "and that can be undone too"


def test_an_act_whose_span_was_deleted_elsewhere_can_be_tried_again(another_device):
    one = another_device()
    one.label("Doctors", "a")
    one.wait_until_saved()
    other = another_device()
    wait_for_marks(other, 1)
    other.page.context.set_offline(True)
    other.press("]", "Doctors")
    other.page.keyboard.press("[")
    one.press("Delete", "Doctors")
    one.wait_until_saved()
    other.page.context.set_offline(False)
    notice = other.page.get_by_role("alert", name="To decide")
    notice.get_by_role("button", name="Make all 2 mine").click()
    notice.wait_for(state="detached")
    other.wait_until_saved()
    assert [label for label, _ in spans_on_server(other)] == ["actor"]


def ghosts(hands):
    """What each ghost says, and the words that it lies on."""
    return hands.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".ghost[data-words]")].map((ghost) => {
          const { left, top, width, height } = ghost.getBoundingClientRect();
          ghost.closest("#text").scrollIntoView();
          const mark = [...document.querySelectorAll("#text mark")].find((each) => {
            const box = each.firstElementChild.getBoundingClientRect();
            return Math.abs(box.left - left) < 12 && Math.abs(box.right - left - width) < 12;
          });
          return [ghost.dataset.words, mark?.textContent ?? null];
        }))"""
    )


# ---------------------------------------------------------------- crashes


@pytest.fixture
def launch(playwright, browser_name, browser_type_launch_args, tmp_path):
    """Starts a browser with a disk of its own, as people have; whatever is left of it is ended."""
    contexts = []

    def started():
        kind = getattr(playwright, browser_name)
        contexts.append(kind.launch_persistent_context(tmp_path / "profile", **browser_type_launch_args))
        return contexts[-1]

    yield started
    for context in contexts:
        with suppress(Exception):
            context.close()


def processes(folder, kind=""):
    """Process ids of the browser that keeps its things in this folder, and of all that belongs to it."""
    listed = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True).stdout
    found = [line.split(None, 1) for line in listed.splitlines() if f"--user-data-dir={folder}" in line]
    return {int(pid) for pid, command in found if kind in command}


def kill(pids):
    """End these at once, with no chance to finish anything."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def place_of(hands):
    """The words in the outline of the cursor, and how far the text is scrolled, once what was done is painted."""
    return hands.page.evaluate(
        """async () => {
          for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
          const box = document.querySelector("#text .aim.cursor")?.getBoundingClientRect();
          const at = box && document.caretRangeFromPoint(box.left + 5, box.top + box.height / 2);
          const top = document.querySelector(".reading").scrollTop;
          return [at?.startContainer.textContent.slice(at.startOffset).split(/\\W/)[0] ?? null, top];
        }"""
    )


@pytest.mark.parametrize("killed", ["tab", "browser"])
def test_whatever_dies_100_ms_after_a_key_the_span_the_caret_and_undo_come_back(
    launch, server, name, watched, tmp_path, killed
):
    context = launch()
    spare, others = context.pages[0], processes(tmp_path / "profile", "--type=renderer")
    page = watched(context.new_page())
    page.set_viewport_size({"width": 1200, "height": 460})
    hands = begin(page, server, name)
    cookies, address = context.cookies(), page.url
    hands.label("struck", "x")
    hands.wait_until_saved()
    # From here on nothing reaches the server: what comes back was kept here.
    is_cut = [True]
    context.route("**/api/**", lambda route: route.abort() if is_cut else route.continue_())
    page.keyboard.press("Escape")
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("z")
    label_and_words = next(words for label, words in hands.spans() if label == "location")
    before = place_of(hands)
    assert before[1] > 0, "far enough down to have to come back"
    page.wait_for_timeout(100)
    if killed == "tab":
        # The browser keeps a process ready for the next page: it must know that this one is dead, too.
        with page.expect_event("crash"):
            kill(processes(tmp_path / "profile", "--type=renderer") - others)
    else:
        kill(processes(tmp_path / "profile"))
        context = launch()
        # Browsers write cookies down much later than work; whoever has to sign in again comes back to the same page.
        context.add_cookies(cookies)
    is_cut.clear()
    page = watched(spare if killed == "tab" else context.pages[0])
    page.set_viewport_size({"width": 1200, "height": 460})
    page.goto(address)
    hands = Hands(page)
    hands.wait_until_ready()
    assert hands.spans() == {("action", "struck"), ("location", label_and_words)}
    page.wait_for_selector("#text .aim.cursor")
    assert place_of(hands) == before
    hands.wait_until_saved()
    assert spans_on_server(hands) == [("action", "struck"), ("location", label_and_words)]
    page.keyboard.press("u")
    wait_for_marks(hands, 1)
    page.keyboard.press("u")
    wait_for_marks(hands, 0)
    hands.wait_until_saved()
    assert spans_on_server(hands) == []


# ---------------------------------------------------------------- undo across a reload


def everything(hands):
    """All that the server has, to the last id."""
    annotations = task_on_server(hands.page)["annotations"]
    return {kind: sorted(annotations[kind], key=json.dumps) for kind in ("spans", "links")} | {
        "attributes": annotations["attributes"]
    }


def test_fifty_acts_are_undone_to_the_first_state_after_a_reload_and_redone_to_the_last(page, server, name, watched):
    hands = begin(watched(page), server, name)
    hands.label("Mayor", "a")
    hands.wait_until_saved()
    first = everything(hands)
    keys = page.keyboard
    keys.press("Control+Home")
    for number in range(16):
        # A label, another label, one more word: three acts; between them no word that is labelled already.
        keys.press("Control+Home")
        for _ in range(2 * number):
            keys.press("ArrowRight")
        for key in ("a", "z", "c"):
            keys.press(key)
    hands.press("Shift+z", "Tarsa")
    keys.press("Delete")
    acts = 50
    assert page.locator(".finish .undo").inner_text()
    hands.wait_until_saved()
    last = everything(hands)
    assert last != first
    page.reload()
    hands.wait_until_ready()
    for _ in range(acts):
        keys.press("u")
    hands.wait_until_saved()
    assert everything(hands) == first, "fifty undos, of which one takes back a whole batch"
    for _ in range(acts):
        keys.press("Shift+u")
    hands.wait_until_saved()
    assert everything(hands) == last


# ---------------------------------------------------------------- history


def acts_listed(page):
    page.locator(".acts li").first.wait_for()
    return page.locator(".acts .act-words").all_inner_texts()


def test_the_history_tells_every_act_and_leads_back_to_before_one_of_them(another_device):
    one, other = another_device(), another_device()
    one.label("struck", "x")
    one.label("Baghdad", "a")
    one.wait_until_saved()
    wait_until_attending(other)
    look_again(other)
    wait_for_marks(other, 2)
    other.label("Baghdad", "z")
    other.wait_until_saved()
    wait_until_attending(one)
    look_again(one)
    one.page.wait_for_selector("#text mark[data-label=location]")
    one.label("Doctors", "a")
    one.page.keyboard.press("Alt+u")
    page = one.page
    assert acts_listed(page) == [
        "Actor “Doctors”",
        "“Baghdad” Actor → Location",
        "Actor “Baghdad”",
        "Action “struck”",
    ]
    where = page.locator(".acts .act-when").all_inner_texts()
    assert ["elsewhere" in words for words in where] == [False, True, False, False]
    page.get_by_role("button", name="Back to before this: “Baghdad” Actor → Location").click()
    page.get_by_role("dialog").wait_for(state="detached")
    wait_for_marks(one, 2)
    assert one.spans() == {("action", "struck"), ("actor", "Baghdad")}
    one.wait_until_saved()
    assert spans_on_server(one) == [("action", "struck"), ("actor", "Baghdad")]
    page.keyboard.press("u")
    wait_for_marks(one, 3)
    one.wait_until_saved()
    assert spans_on_server(one) == [("action", "struck"), ("actor", "Doctors"), ("location", "Baghdad")]


def test_the_history_is_closed_by_escape_however_long_the_server_takes(page, server, name, watched):
    hands = begin(watched(page), server, name)
    hands.label("struck", "x")
    wait_until_attending(hands)
    held = Held(page, "**/journal**")
    page.keyboard.press("Alt+u")
    page.get_by_text("The history is being fetched").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached", timeout=3000)
    hands.label("market", "z")
    assert hands.spans() == {("action", "struck"), ("location", "market")}
    held.let_go()
    hands.wait_until_saved()


def test_without_the_server_the_history_is_that_of_this_browser(page, server, name, watched):
    hands = begin(watched(page), server, name)
    hands.label("struck", "x")
    wait_until_attending(hands)
    page.keyboard.press("Alt+u")
    assert acts_listed(page) == ["Action “struck”"]
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    hands.label("market", "z")
    page.keyboard.press("Alt+u")
    assert acts_listed(page) == ["Location “market”", "Action “struck”"]
    page.get_by_text("these are the acts of this browser").wait_for()
    page.get_by_role("button", name="Back to before this: Action “struck”").click()
    wait_for_marks(hands, 0)
    page.context.set_offline(False)
    hands.wait_until_saved()
    assert spans_on_server(hands) == []
