"""All that the workbench opens, one after the other, and whether what has the focus can be seen."""

#: Is what has the focus, or the cursor in the text, to be seen: in the window, and nothing over its middle?
HIDDEN = """(selector) => {
  // In the text it is the cursor that shows the focus.
  if (!selector && document.activeElement.id === "text") selector = ".aim";
  const mine = selector ? document.querySelector(selector) : document.activeElement;
  if (!mine || mine === document.body) return null;
  const boxes = [...mine.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  const box = boxes[0] ?? mine.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + Math.min(box.width, 200) / 2, 1), innerWidth - 1);
  const tall = box.height > innerHeight;
  const middle = tall ? Math.max(box.y + 8, 8) : box.y + box.height / 2;
  const name = mine.getAttribute("aria-label") || mine.textContent.slice(0, 40) || mine.id || mine.className;
  const isOut = !tall && (box.y < -1 || box.bottom > innerHeight + 1);
  if (isOut) return `${name} is out of sight: ${box.y} to ${box.bottom}`;
  const top = document.elementFromPoint(x, middle);
  const home = selector ? document.querySelector("#text") : (mine.closest("label") ?? mine);
  if (top && (home.contains(top) || top.contains(home))) return null;
  return `${name} lies below ${top?.outerHTML.slice(0, 80)}`;
}"""

#: What opens over the text by a key on words, and what there is of it then.
OPENED = {"v": ".strip", "f": ".strip", "/": ".find", "j": ".hint", "g": ".rule-sheet .examples"}


def settle(page):
    """Until what the last key did is painted."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


def every_view(hands, server):
    """The workbench with all it opens, and the other pages."""
    page = hands.page
    yield "workbench"
    for name in ("Settings", "Keys", "History", "Skip…"):
        page.get_by_role("button", name=name).first.click()
        sheet = page.locator("dialog[open]")
        sheet.wait_for()
        yield name
        page.keyboard.press("Escape")
        sheet.wait_for(state="detached")
    page.keyboard.press("Control+Shift+Comma")
    page.get_by_role("dialog", name="Colours of labels").wait_for()
    yield "colours"
    page.keyboard.press("Escape")
    for key, opened in OPENED.items():
        page.focus("#text")
        hands.press(key, "airstrikes")
        page.locator(opened).first.wait_for()
        yield key
        page.keyboard.press("Escape")
        page.locator(opened).first.wait_for(state="detached")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Submit anyway").wait_for()
    yield "what is open"
    page.keyboard.press("Escape")
    page.keyboard.press("F2")
    page.locator(".list-go").first.press("Enter")
    page.locator(".list-panel").wait_for()
    page.get_by_role("button", name="Label words").first.press("Enter")
    yield "list"
    page.keyboard.press("F2")
    page.locator("#list").wait_for(state="detached")
    for path in ("/", "/account", "/projects/seed/guideline"):
        page.goto(server.url + path)
        yield path
