// Offers breaks: softly after a while of work, hard to miss after a long one. It never takes a key or the focus.
/** @import { Bench } from "../bench.js" */
import { button, h } from "./elements.js";

const MINUTE = 60_000;
const SOFT = 25 * MINUTE;
const HARD = 90 * MINUTE;
/** Nobody has touched anything for so long: that was a break. */
const REST = 5 * MINUTE;
const LOOK = 15_000;
/** In the session storage, so that the next article goes on counting. */
const STORED = "annotator work";

/** Work without a break. last: when something was touched last; told: after how long a break was offered last.
 * @typedef {{since: number, last: number, told: number}} Work */

/** @param {Work | null} work @param {number} now something was touched @returns {Work} */
export function touched(work, now) {
  if (!work || now - work.last >= REST || now < work.last) return { since: now, last: now, told: 0 };
  return { ...work, last: now };
}

/** What to offer now; null: nothing. @param {Work} work @param {number} now @returns {"soft" | "hard" | null} */
export function due({ since, last, told }, now) {
  if (now - last >= REST) return null;
  const worked = last - since;
  if (worked >= HARD && told < HARD) return "hard";
  return worked >= SOFT && told < SOFT ? "soft" : null;
}

/** @param {HTMLElement} root where notices stand @param {() => Bench} bench the one that is open */
export function mountBreaks(root, bench) {
  let work = recalled();
  /** @type {HTMLElement | null} */
  let shown = null;
  let forget = () => {};

  function onTouch() {
    work = touched(work, Date.now());
  }

  function look() {
    if (!work) return;
    const kind = bench().preferences.breaks === "off" ? null : due(work, Date.now());
    if (Date.now() - work.last >= REST) close();
    if (kind) {
      work.told = kind === "hard" ? HARD : SOFT;
      offer(kind);
    }
    try {
      sessionStorage.setItem(STORED, JSON.stringify(work));
    } catch {
      // Then each page counts for itself.
    }
  }

  /** @param {"soft" | "hard"} kind */
  function offer(kind) {
    close();
    const minutes = Math.round((kind === "hard" ? HARD : SOFT) / MINUTE);
    const words =
      kind === "hard"
        ? `${minutes} minutes without a break. Please stand up for a while: everything stays as it is.`
        : `${minutes} minutes of work. A short break is good for the eyes.`;
    shown = h(
      "section",
      { class: `notice break ${kind}`, "aria-label": "Break" },
      h("p", null, words),
      h(
        "div",
        { class: "choices-row" },
        button({ class: "small", onclick: close }, "Thanks"),
        button({ class: "small plain", onclick: never }, "Never offer breaks"),
      ),
    );
    root.append(shown);
    forget = bench().layers.opened(close);
    bench().announcer.say(words);
  }

  function close() {
    if (!shown) return;
    // Whoever pressed its button goes on in the text.
    const hadFocus = shown.contains(document.activeElement);
    shown.remove();
    shown = null;
    forget();
    if (hadFocus) bench().text.element.focus({ preventScroll: true });
  }

  function never() {
    bench().prefer({ breaks: "off" });
    close();
  }

  const events = ["keydown", "pointerdown", "pointermove"];
  for (const name of events) document.addEventListener(name, onTouch, { passive: true });
  const timer = setInterval(look, LOOK);
  onTouch();
  return () => {
    for (const name of events) document.removeEventListener(name, onTouch);
    clearInterval(timer);
    close();
  };
}

/** @returns {Work | null} */
function recalled() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? "null");
  } catch {
    return null;
  }
}
