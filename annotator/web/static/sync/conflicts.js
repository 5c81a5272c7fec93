// What both sides changed, decided with one key each. The keys mean something only where a conflict has the focus.
// Without this script the buttons do the same, with a new page each time.

/** Keys of the keyboard, wherever its letters are -> what the buttons say.
 * @type {Record<string, string>} */
const CHOICES = {
  Digit1: "local",
  Numpad1: "local",
  Digit2: "remote",
  Numpad2: "remote",
  Digit0: "later",
  Numpad0: "later",
};
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const STATE = "conflicts-state";

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
function cardOf(target) {
  return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(".difference")) : null;
}

/** @returns {HTMLElement[]} */
function cards() {
  return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".difference"))];
}

/** The card that is so many behind this one.
 * @param {HTMLElement} card @param {number} step */
function neighbour(card, step) {
  const all = cards();
  return all[all.indexOf(card) + step];
}

/** The next one behind it that nobody has decided, from the top again at the end.
 * @param {HTMLElement} card */
function nextOpen(card) {
  const all = cards();
  const at = all.indexOf(card);
  return [...all.slice(at + 1), ...all.slice(0, at)].find((each) => !each.dataset.choice);
}

/** Put what the server's page says in the place of what stands here.
 * @param {Document} page @param {string} id */
function renew(page, id) {
  const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
  if (!old || !fresh) return null;
  const here = document.importNode(fresh, true);
  old.replaceWith(here);
  return here;
}

/** @param {HTMLElement} card @param {HTMLButtonElement} button */
async function decide(card, button) {
  const form = button.form;
  if (!form || card.dataset.busy) return;
  card.dataset.busy = "yes";
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const status = page.querySelector(`#${STATE} [role="status"]`)?.textContent ?? "";
    const fresh = renew(page, card.id);
    if (!fresh) throw new Error("it is not there any more");
    renewState(page, status);
    (nextOpen(fresh) ?? fresh).focus();
  } catch {
    // Signed out, offline, or carried out meanwhile: the long way says what it is.
    form.dataset.long = "yes";
    form.requestSubmit(button);
  }
}

/** The buttons anew; the words in the element that stays, so that they are heard.
 * @param {Document} page @param {string} words */
function renewState(page, words) {
  const [old, fresh] = [document.getElementById(STATE), page.getElementById(STATE)];
  const status = old?.querySelector('[role="status"]');
  if (!old || !fresh || !status) return;
  fresh.querySelector('[role="status"]')?.remove();
  old.replaceChildren(status, ...[...fresh.children].map((each) => document.importNode(each, true)));
  if (status.textContent !== words) status.textContent = words;
}

document.addEventListener("keydown", (event) => {
  const card = cardOf(event.target);
  if (!card || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  const choice = CHOICES[event.code];
  const step = STEPS[event.code];
  if (choice) {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement | null} */ (card.querySelector(`button[value="${choice}"]`));
    if (button && !event.repeat) void decide(card, button);
  } else if (step) {
    const to = neighbour(card, step);
    if (!to) return;
    event.preventDefault();
    to.focus();
  }
});

document.addEventListener("submit", (event) => {
  const card = cardOf(event.target);
  const button = event.submitter;
  if (!card || !(button instanceof HTMLButtonElement) || button.form?.dataset.long) return;
  event.preventDefault();
  void decide(card, button);
});
