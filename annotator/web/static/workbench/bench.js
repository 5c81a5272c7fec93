// One document on the bench: its editor and all views of it. Knows neither the server nor what was saved.
/** @import { CommandArgs, Json, Logged, Result, Span, Task, Told } from "./model/types.js" @import { Reading, Words } from "./model/readings.js" @import { Hands } from "./view/card.js" @import { OwnColours } from "./view/label-style.js" @import { Announcer } from "./view/status-line.js" */
import { createEditor } from "./model/editor.js";
import { keymap } from "./model/keymap.js";
import { part } from "./view/elements.js";
import { mountEventCards } from "./view/event-cards.js";
import { mountDocumentFields } from "./view/fields.js";
import { createGeometry, placeOf } from "./view/geometry.js";
import { createSweep, mountClicks } from "./view/gestures.js";
import { keyNames, mountKeyboard } from "./view/keyboard.js";
import { adoptLabelStyle, looks as looksOf } from "./view/label-style.js";
import { mountLegend } from "./view/legend.js";
import { mountNotices } from "./view/notices.js";
import { mountHand, mountOverlay } from "./view/overlay.js";
import { mountPointer } from "./view/pointer.js";
import { mountStatusLine } from "./view/status-line.js";
import { mountText } from "./view/text-view.js";

/** @typedef {ReturnType<typeof mountBench>} Bench */
/** What one person wants otherwise than it comes: see web/preferences.py.
 * @typedef {{[name: string]: any, keys?: {readonly [stroke: string]: string | null}, colours?: OwnColours, hand?: string, single_keys?: string,
 *   arrows?: string}} Preferences */

/** Commands after which the words they are about must be in sight. */
const TRAVELLING = new Set(["undo", "redo", "focus_next", "focus_previous", "decide_next", "decide_previous"]);
const MOVING = new Set(["move", "move_to", "focus", "focus_next", "focus_previous"]);

/**
 * effect: carries out what only the page can do, by the name that a command gives it (tools.js and main.js).
 * @param {{task: Task, history: readonly Logged[], preferences: Preferences, announcer: Announcer,
 *   effect: (name: string, bench: Bench, args: CommandArgs) => void, keep?: (changed: Preferences) => void,
 *   urls?: {[name: string]: string}, user?: {name: string}, readJournal?: (after: number) => Promise<{changes: Told[], next: number | null, newest_schema?: number}>,
 *   readWords?: (places: Words[]) => Promise<{readings: Reading[]}>, lookUp?: (type: string, query: string) => Promise<Json[]>}} options
 *   urls: those of the page data; readJournal: what happened to the document behind a revision; readWords: what words say;
 *   lookUp: values of a type that a name may mean
 */
export function mountBench({
  task,
  history,
  preferences,
  announcer,
  effect,
  keep = () => {},
  urls = {},
  user = { name: "" },
  readJournal = nothing,
  readWords = unread,
  lookUp = unread,
}) {
  const editor = createEditor({ task, history });
  const map = keymap(task.schema, preferences.keys, preferences);
  const looks = looksOf(task.schema);
  const pane = /** @type {HTMLElement} */ (document.querySelector(".reading"));
  const layers = createLayers();
  /** @type {(() => void)[]} */
  const drops = [];
  /** What the last refusal offered to do when it is asked for once more. */
  let offered = "";

  const style = adoptLabelStyle(task.schema, preferences.colours);
  const text = mountText(part("text"), editor, looks, { title: task.task.document.title });
  const geometry = createGeometry(editor, text);
  const overlay = mountOverlay(text, geometry);
  const sweep = createSweep({
    editor,
    text,
    looks,
    run,
    say,
    show: (message) => status.say(message),
    isTapped: () => preferences.sweep === "tap",
  });
  const pointer = mountPointer({ editor, text, geometry, overlay, pane, onMove: () => onMove() });
  /** @type {Hands} */
  const hands = { looks, run, go };
  const dropHand = mountHand({ editor, text, geometry, looks });
  const legend = mountLegend(part("legend"), { editor, map, looks, say, run });
  const status = mountStatusLine(part("status"), part("finish"), {
    editor,
    map,
    pointer,
    onUndo: () => run("undo", {}),
    onSubmit: () => run("submit", {}),
  });
  const cards = mountEventCards(part("cards"), part("event-count"), { editor, text, pane, hands });
  const dropFields = mountDocumentFields(part("document-fields"), { editor, run });
  const notices = mountNotices(part("notices"), { go: (id) => go(editor.state.annotations.spans.get(id)) });
  const dropKeyboard = mountKeyboard({ editor, map, text, geometry, pointer, sweep, run, say, preferences, onEscape });
  const dropClicks = mountClicks({
    editor,
    text,
    pane,
    pointer,
    sweep,
    armed: legend.armed,
    armNext: legend.armNext,
    run,
  });

  /** @param {string} command @param {CommandArgs} args @returns {Result} */
  function run(command, args) {
    const asked = JSON.stringify([command, args]);
    const { status: before, focus } = editor.state;
    const result = editor.run(command, asked === offered ? { ...args, confirmed: true } : args);
    offered = result.confirm ? asked : "";
    if (result.confirm) say(`${result.message} Once more makes it`);
    else if (!result.ok || result.act || result.message !== before)
      say(result.message, !result.ok, `${result.message}${wayBack(result, command)}`);
    // Who is there already need not hear where that is.
    else if (MOVING.has(command) && (command !== "focus" || focus !== editor.state.focus)) announcer.say(wordsHere());
    if (TRAVELLING.has(command)) go(editor.state.annotations.spans.get(editor.state.focus ?? ""), true);
    if (result.effect) effect(result.effect, bench, args);
    return result;
  }

  /** The words at the cursor and what they are, for those who hear the page. */
  function wordsHere() {
    const { selection, annotations, focus, tokens, cursor, index } = editor.state;
    const span = annotations.spans.get(focus ?? "");
    const range = selection ?? span ?? tokens[cursor];
    if (!range) return "";
    const words = index.slice(range.start, range.end);
    return selection ? `${words}, selected` : span ? `${words}, ${looks.title(span.label)}` : words;
  }

  /** How an act is taken back, for those who hear what it did. @param {Result} result @param {string} command */
  function wayBack({ act }, command) {
    const binding = map.bindings.find((each) => each.command === "undo");
    const isAsked = preferences.spoken !== "terse" && preferences.spoken !== "off";
    return act && binding && isAsked && command !== "undo" ? `, undo with ${keyNames(binding).join(" ")}` : "";
  }

  /** @param {string} message @param {boolean} [isRefused] @param {string} [spoken] */
  function say(message, isRefused = true, spoken = message) {
    status.say(message, isRefused);
    announcer.say(spoken);
  }

  function onMove() {
    sweep.extend(pointer);
    status.draw();
  }

  /** To the words of a span. @param {Span | undefined} span @param {boolean} [isThere] it has the focus already */
  function go(span, isThere = false) {
    if (!span) return;
    if (!isThere) run("focus", { spanId: span.id });
    pointer.useKeys();
    geometry.reveal(span);
  }

  function onEscape() {
    if (layers.close()) return true;
    if (notices.isAsking()) notices.close();
    else if (legend.armed()) legend.disarm();
    else return false;
    return true;
  }

  /** From now on what the person wants otherwise, here and wherever they sign in. @param {Preferences} changed */
  function prefer(changed) {
    Object.assign(preferences, changed);
    Object.assign(map, keymap(task.schema, preferences.keys, preferences));
    style.redraw(preferences.colours);
    legend.drawKeys();
    status.drawKeys();
    if ("readings" in changed) effect("readings", bench, {});
    keep(changed);
  }

  const bench = {
    task,
    urls,
    user,
    editor,
    map,
    looks,
    preferences,
    prefer,
    pane,
    text,
    geometry,
    overlay,
    pointer,
    sweep,
    legend,
    cards,
    notices,
    status,
    /** What lies open above the text: Esc closes the innermost. */
    layers,
    announcer,
    hands,
    run,
    say,
    go,
    readJournal,
    readWords,
    lookUp,
    ...placeOf(editor, pane),
    /** What a tool put up goes when the bench does. @param {() => void} drop */
    whenUnmounted: (drop) => void drops.push(drop),
    unmount() {
      for (const drop of drops) drop();
      dropKeyboard();
      dropClicks();
      dropFields();
      dropHand();
      for (const view of [notices, cards, status, legend, pointer, overlay, text]) view.unmount();
      layers.closeAll();
      style.drop();
    },
  };
  effect("rest", bench, {});
  return bench;
}

const unread = () => Promise.reject(new Error("there is no server"));
const nothing = async () => ({ changes: [], next: null });

/** What lies open above the text, innermost last: Esc closes one at a time. */
function createLayers() {
  /** @type {(() => void)[]} */
  const open = [];
  /** @param {() => void} close */
  const forget = (close) => {
    const at = open.lastIndexOf(close);
    if (at >= 0) open.splice(at, 1);
  };
  return {
    /** Something opened; what comes back is to be called when it closed by itself. @param {() => void} close @returns {() => void} */
    opened(close) {
      open.push(close);
      return () => forget(close);
    },
    /** Closes the innermost; false when nothing is open. */
    close() {
      const close = open.pop();
      close?.();
      return close !== undefined;
    },
    closeAll() {
      while (this.close());
    },
  };
}
