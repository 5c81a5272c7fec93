// Signing in again without leaving the page: a bar that says so, and a form when it is asked for. The work goes on meanwhile.
/** @import { Session, SignedIn } from "../io/session.js" */
import { dialog } from "./dialog.js";
import { button, h } from "./elements.js";

/**
 * user: whose work this is. onDone: that person is signed in again. onClose: the form is closed, with or without success.
 * @param {HTMLElement} root where the bar stands
 * @param {{session: Session, user: string, onDone: (person: SignedIn) => void, onClose: () => void}} options
 */
export function mountSignIn(root, { session, user, onDone, onClose }) {
  const words = h("span", null);
  const bar = h(
    "section",
    { class: "notice sign-in-bar", role: "alert", "aria-label": "Signed out" },
    h("p", null, words),
    h("div", { class: "choices-row" }, button({ class: "primary", onclick: () => open() }, "Sign in here")),
  );
  /** @type {HTMLDialogElement | null} */
  let box = null;
  /** Somebody else who is signed in. @type {SignedIn | null} */
  let other = null;

  /** @param {SignedIn | null} person who is signed in now */
  function tell(person) {
    other = person;
    words.textContent = person
      ? `${person.name} is signed in now. This is the work of ${user}: nothing of it is sent as somebody else’s.`
      : "You are signed out. Go on working: what you do is kept on this device and is sent when you have signed in.";
    if (!bar.isConnected) root.append(bar);
  }

  function open() {
    if (box) return;
    const error = h("p", { class: "error", role: "alert", hidden: true });
    const name = h("input", {
      id: "sign-in-name",
      name: "name",
      value: user,
      autocomplete: "username",
      autocapitalize: "none",
      spellcheck: "false",
      required: true,
    });
    const password = h("input", {
      id: "sign-in-password",
      name: "password",
      type: "password",
      autocomplete: "current-password",
      autofocus: true,
      required: true,
    });
    const send = h("button", { class: "primary" }, other ? `Sign ${other.name} out, sign in` : "Sign in");
    const form = h(
      "form",
      { class: "form" },
      other && h("p", null, words.textContent),
      h("p", { class: "field" }, h("label", { for: name.id }, "Name"), name),
      h("p", { class: "field" }, h("label", { for: password.id }, "Password"), password),
      error,
      h("div", { class: "dialog-foot" }, send),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send.disabled = true;
      void attempt(name.value, password.value)
        .catch((problem) => `The server cannot be reached (${problem.message}). Try again.`)
        .then((why) => {
          send.disabled = false;
          error.hidden = !why;
          error.textContent = why;
          if (why) password.select();
        });
    });
    box = dialog("Sign in", "slim", form);
    box.addEventListener("close", () => {
      box = null;
      onClose();
    });
  }

  /** @param {string} name @param {string} password @returns {Promise<string>} why it did not work; empty: it did */
  async function attempt(name, password) {
    if (other) await session.signOut(other);
    const why = await session.signIn(name, password);
    if (why) return why;
    const person = await session.who();
    if (person?.name === user) onDone(person);
    else tell(person);
    box?.close();
    return "";
  }

  return {
    tell,
    open,
    close() {
      box?.close();
      bar.remove();
    },
  };
}
