"""Somebody at work at the workbench, with a project and articles of their own, and a look at what the server has."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.hands import PASSWORD, Hands
from tests.http_client import Answer, Client
from tests.server import Server, add_project, opened

_NUMBERS = count(1)

#: Each has a word of its own, to be told by.
TEXTS = tuple(
    f"{place} news\n\nThe Harbour Guard shelled {place} on Monday. Jets of Norland bombed a depot near {place}.\n"
    for place in ("Tarsa", "Ostrava", "Kelmet", "Verrin")
)
PLACES = ("Tarsa", "Ostrava", "Kelmet", "Verrin")
#: A complaint of the browser about an answer or a network that the test itself made so.
EXPECTED = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


@dataclass(frozen=True)
class Program:
    """Another device of the same person: what the server has, asked anew each time."""

    url: str
    token: str

    def get(self, path: str) -> Answer:
        with Client(self.url, self.token) as client:
            return client.get(path)

    def post(self, path: str, body: Any) -> Answer:
        with Client(self.url, self.token) as client:
            return client.post(path, body)


@dataclass
class Annotator:
    """One person and their page."""

    page: Page
    server: Server
    name: str
    slug: str
    client: Program
    hands: Hands = field(init=False)

    def __post_init__(self) -> None:
        self.hands = Hands(self.page)

    def sign_in(self) -> None:
        """Into the page's browser, by the cookie of another sign-in: the form has its own tests."""
        with Client(self.server.url) as client:
            client.sign_in(self.name, PASSWORD)
            name, value = client.cookie()
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.server.url}])

    def next_task(self) -> int:
        """Their oldest open task, else a new one."""
        answer = self.client.post(f"/api/v1/projects/{self.slug}/tasks/next", {}).expect(200)
        number: int = answer.json()["task"]["id"]
        return number

    def open(self, task: int | None = None) -> int:
        """Open a task, or the next, and wait until it answers to keys."""
        number = task if task is not None else self.next_task()
        self.page.goto(f"{self.server.url}/tasks/{number}")
        self.hands.wait_until_ready()
        return number

    def open_with_the_next(self, ahead: int = 1) -> int:
        """Open a task and wait until so many after it have been fetched."""
        with NextArticles(self.page, ahead):
            return self.open()

    def task(self, number: int) -> Any:
        """What the server has."""
        return self.client.get(f"/api/v1/tasks/{number}").expect(200).json()

    def state(self, number: int) -> str:
        found: str = self.task(number)["task"]["state"]
        return found

    def quotes(self, number: int) -> list[str]:
        """The words of all spans that the server has, in text order."""
        spans = self.task(number)["annotations"]["spans"]
        return [span["quote"] for span in sorted(spans, key=lambda span: (span["start"], span["end"]))]

    def journal(self, number: int) -> list[Any]:
        """Every change that the server has taken, in order."""
        found: list[Any] = []
        after = 0
        while after is not None:
            page = self.client.get(f"/api/v1/tasks/{number}/journal?after={after}").expect(200).json()
            found += page["changes"]
            after = page["next"]
        return found

    def expect_article(self, place: str) -> None:
        expect(self.page.locator("#text")).to_contain_text(f"shelled {place} on Monday")

    def expect_saved(self) -> None:
        expect(self.page.locator("#saved")).to_have_text("Saved")


class NextArticles:
    """Waits, at its end, until so many articles have been fetched ahead and are there."""

    def __init__(self, page: Page, number: int) -> None:
        self._page, self._number = page, number
        self._answered: list[str] = []

    def __enter__(self) -> "NextArticles":
        self._page.on("requestfinished", self._note)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            while len(self._answered) < self._number:
                self._page.wait_for_event("requestfinished", predicate=self._is_next)
        self._page.remove_listener("requestfinished", self._note)

    def _note(self, request: Any) -> None:
        if self._is_next(request):
            self._answered.append(request.url)

    @staticmethod
    def _is_next(request: Any) -> bool:
        return bool(request.url.endswith("/tasks/next"))


class Held:
    """Requests that are kept waiting until they are let go: what happens meanwhile needs no answer."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.routes: list[Route] = []
        self._is_open = False
        page.route(pattern, self._hold)

    def _hold(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self.routes.append(route)

    def let_go(self) -> None:
        self._is_open = True
        for route in self.routes:
            route.continue_()


def somebody(page: Page, server: Server, texts: tuple[str, ...] = TEXTS, **project: Any) -> Annotator:
    """Somebody new with a project of their own, signed in."""
    number = next(_NUMBERS)
    name, slug = f"ann{number}", f"war{number}"
    with opened(server.database_url) as database:
        add_project(database, slug, texts, **project)
    client = Program(server.url, server.add_user(name, PASSWORD, slug))
    annotator = Annotator(page, server, name, slug, client)
    annotator.sign_in()
    return annotator
