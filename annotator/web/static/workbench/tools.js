// What is used now and then, fetched when it is first used: a module each, whose `open(bench, args)` does it.
/** @import { CommandArgs, EditorState } from "./model/types.js" @import { Bench } from "./bench.js" */
import { frameOf, placesOf, proposals } from "./model/frames.js";

/** prepare: what it does before it is first used. @typedef {{open: (bench: Bench, args: CommandArgs) => void, prepare?: (bench: Bench) => void}} Tool */

/** Puts a view up; what it gives back takes it away. @typedef {(bench: Bench) => (() => void) | void} Mount */

/** By the effect that a command asks for (model/commands.js). @type {{readonly [effect: string]: () => Promise<Tool>}} */
export const TOOLS = {
  help: () => import("./view/help.js"),
  list: () => import("./view/list.js"),
  guideline: () => import("./view/guideline.js"),
  print: () => import("./view/print.js"),
  history: () => import("./view/history.js"),
  find: () => import("./view/find.js"),
  hints: () => import("./view/hints.js"),
  settings: () => import("./view/settings.js"),
  colours: () => import("./view/own-colours.js"),
  values: () => import("./view/values.js"),
  toll: () => import("./view/toll.js"),
  flag: () => import("./view/comments.js"),
  details: () => import("./view/details.js"),
};

/** What keeps a person's settings, what offers breaks, and what counts the way of hands: not needed for the first key. */
export const settingsKeeper = () => import("./io/preferences.js");
export const breaks = () => import("./view/breaks.js");
export const handCount = () => import("./view/hand-count.js");
/** What shows comments, and the span that has the focus: not needed before there is one. */
const remarks = () => import("./view/remarks.js").then(({ mountRemarks }) => mountRemarks);
const inspector = () => import("./view/inspector.js").then(({ mountInspector }) => mountInspector);
/** Where an event happened, on its card. */
const map = () =>
  Promise.all([import("./view/map.js"), import("./io/outlines.js").then(({ loadOutlines }) => loadOutlines())]).then(
    ([{ drawMap }, outlines]) =>
      (/** @type {Bench} */ { hands, cards }) => {
        hands.drawMap = (places) => drawMap(places, outlines);
        cards.redraw();
      },
  );
/** The grips of the span that has the focus, for the mouse: keys move boundaries without them. */
const grips = () => import("./view/handles.js").then(({ mountHandles }) => mountHandles);
/** What is read in the words of spans: nobody waits for it. */
const reader = () =>
  import("./io/readings.js").then(({ createReader }) => (/** @type {Bench} */ bench) => {
    const { editor, preferences, readWords: ask } = bench;
    const made = createReader({ editor, ask, isOn: () => preferences.readings !== "off" });
    readers.set(bench, made);
    return made.close;
  });
/** @type {WeakMap<Bench, {look: () => void}>} */
const readers = new WeakMap();
/** What fingers do beyond taps: nothing to those who have no touch screen. */
const touch = () => import("./view/touch.js").then(({ mountTouch }) => mountTouch);

/** How long nothing may have happened before what was not used yet is fetched, in milliseconds. */
const QUIET = 4000;

/** @param {string} effect @param {Bench} bench @param {CommandArgs} args @returns {boolean} whether there is such a tool */
export function openTool(effect, bench, args) {
  if (effect === "rest") return prepareLater(bench);
  if (effect === "readings") {
    readers.get(bench)?.look();
    return true;
  }
  const fetched = TOOLS[effect];
  if (!fetched) return false;
  const typeAgain = holdKeys();
  void fetched()
    // Wrapped up: no key waits for what the tool itself asks the server for.
    .then((tool) => ({ opened: tool.open(bench, args) }))
    .finally(typeAgain)
    .then(({ opened }) => opened)
    .catch((error) => bench.say(`Not available: ${error.message}`));
  return true;
}

/** Fetches all tools once the page has come to rest, so that they are there without a network too.
 * @param {() => Promise<unknown>} then what else can wait until then */
export function fetchToolsLater(then) {
  setTimeout(() => {
    for (const fetched of [...Object.values(TOOLS), settingsKeeper, breaks, remarks, inspector])
      void fetched().catch(() => {});
    void then().catch(() => {});
  }, QUIET);
}

/** What is to be there before it is asked for, without a network too: on each bench, once it has come to rest. What was a
 * list in this tab is one again. @param {Bench} bench */
function prepareLater(bench) {
  if (isListed()) openTool("list", bench, { again: true });
  showOnce(bench, ({ annotations }) => annotations.comments.size > 0, remarks);
  showOnce(bench, ({ focus }) => focus !== null, inspector);
  showOnce(bench, (state) => !bench.hands.drawMap && isPlaced(state), map);
  attendFingers(bench);
  const showGrips = once(bench, grips);
  const read = once(bench, reader);
  bench.whenUnmounted(bench.editor.subscribe((_, { spans }) => spans && read()));
  const timer = setTimeout(() => {
    for (const fetched of Object.values(TOOLS))
      void fetched()
        .then((tool) => tool.prepare?.(bench))
        .catch(() => {});
    showGrips();
    read();
  }, QUIET);
  bench.whenUnmounted(() => clearTimeout(timer));
  return true;
}

/** Is it known where the event at work happened? @param {EditorState} state */
function isPlaced(state) {
  const frame = frameOf(state.annotations, state.schema, state.inHand ?? state.focus ?? "");
  return frame !== null && placesOf(frame, state, state.inHand === null ? [] : proposals(state)).length > 0;
}

/** Where there is a touch screen, or from the first finger on. @param {Bench} bench */
function attendFingers(bench) {
  const ask = once(bench, touch);
  const onDown = (/** @type {PointerEvent} */ { pointerType }) => pointerType === "touch" && ask();
  document.addEventListener("pointerdown", onDown);
  bench.whenUnmounted(() => document.removeEventListener("pointerdown", onDown));
  if (matchMedia("(any-pointer: coarse)").matches) ask();
}

/** Mounts a view once there is something for it to show.
 * @param {Bench} bench @param {(state: EditorState) => boolean} isNeeded @param {() => Promise<Mount>} fetched */
function showOnce(bench, isNeeded, fetched) {
  const ask = once(bench, fetched);
  const look = () => isNeeded(bench.editor.state) && ask();
  bench.whenUnmounted(bench.editor.subscribe(look));
  look();
}

/** What comes back fetches a view and mounts it, if the bench still stands by then: the first time it is called, and again
 * only where that failed. @param {Bench} bench @param {() => Promise<Mount>} fetched @returns {() => void} */
function once(bench, fetched) {
  let isAsked = false;
  let isGone = false;
  bench.whenUnmounted(() => (isGone = true));
  return () => {
    if (isAsked) return;
    isAsked = true;
    fetched()
      .then((mount) => {
        const drop = isGone ? undefined : mount(bench);
        if (drop) bench.whenUnmounted(drop);
      })
      .catch(() => (isAsked = false));
  };
}

function isListed() {
  try {
    return sessionStorage.getItem("view") === "list";
  } catch {
    return false;
  }
}

/** Hands are faster than a network: what is typed while a tool is on its way is kept for it.
 * @returns {() => void} types it where the focus is then */
function holdKeys() {
  /** @type {KeyboardEvent[]} */
  const held = [];
  /** @param {KeyboardEvent} event */
  function hold(event) {
    const isOfEarlier = event.type === "keyup" && !held.some((each) => each.code === event.code);
    if (isOfEarlier || event.key === "Tab") return;
    held.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  for (const type of /** @type {const} */ (["keydown", "keyup"])) window.addEventListener(type, hold, true);
  return () => {
    for (const type of /** @type {const} */ (["keydown", "keyup"])) window.removeEventListener(type, hold, true);
    held.forEach(type);
  };
}

/** What the browser does itself with a key that a person presses, it does not do with one that is pressed for them.
 * @param {KeyboardEvent} event */
function type(event) {
  const isTaken = !(document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent(event.type, { ...keysOf(event), bubbles: true, cancelable: true }),
  );
  // Whoever heard the key may have moved the focus.
  const place = document.activeElement;
  if (isTaken || event.type !== "keydown" || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && place instanceof HTMLInputElement) return place.form?.requestSubmit();
  if (event.key === "Enter" && place instanceof HTMLButtonElement) return place.click();
  const isSign = [...event.key].length === 1;
  if (!isSign || !(place instanceof HTMLInputElement || place instanceof HTMLTextAreaElement)) return;
  if (place.selectionStart === null || place.selectionEnd === null) return;
  place.setRangeText(event.key, place.selectionStart, place.selectionEnd, "end");
  place.dispatchEvent(new InputEvent("input", { bubbles: true, data: event.key }));
}

/** @param {KeyboardEvent} event */
const keysOf = ({ key, code, ctrlKey, altKey, shiftKey, metaKey, repeat }) => ({
  key,
  code,
  ctrlKey,
  altKey,
  shiftKey,
  metaKey,
  repeat,
});
