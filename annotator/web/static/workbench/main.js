// Wires the workbench: page data -> editor -> view, acts -> log -> outbox -> server, and its word back to the editor.
// urls in the page data: changes submit skip next (POST), task (a page's address with {id} in it), my_tasks, sign_in.
/** @import { CommandArgs, Result, Span, Task } from "./model/types.js" */
import { ApiProblem, createApi } from "./io/api.js";
import { memoryLog, openLog } from "./io/log.js";
import { createOutbox } from "./io/outbox.js";
import { createLease } from "./io/tabs.js";
import { createEditor } from "./model/editor.js";
import { newId } from "./model/acts.js";
import { mainTrigger } from "./model/frames.js";
import { keymap } from "./model/keymap.js";
import { mountClicks } from "./view/clicks.js";
import { part } from "./view/elements.js";
import { mountEventCards } from "./view/event-cards.js";
import { mountDocumentFields } from "./view/fields.js";
import { createGeometry } from "./view/geometry.js";
import { mountHand } from "./view/hand.js";
import { mountInspector } from "./view/inspector.js";
import { mountKeyboard, readLayout } from "./view/keyboard.js";
import { adoptLabelStyle, looks as looksOf } from "./view/label-style.js";
import { mountLegend } from "./view/legend.js";
import { mountNotices, mountTakeover } from "./view/notices.js";
import { mountOverlay } from "./view/overlay.js";
import { mountPointer } from "./view/pointer.js";
import { createAnnouncer, mountSaved, mountStatusLine } from "./view/status-line.js";
import { createSweep } from "./view/sweep.js";
import { mountText } from "./view/text-view.js";

/** @type {{task: Task, urls: {[name: string]: string}, preferences: {keys?: {[stroke: string]: string | null}}, user: {name: string}}} */
const { task, urls, preferences, user } = JSON.parse(part("page-data").textContent ?? "");
const taskId = task.task.id;
const token = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=csrf-token]"));
const api = createApi({ csrf: () => token.content });

/** What this browser still has of the task; where it keeps nothing, work goes on without. */
async function openHistory() {
  const log = await openLog(`annotator of ${user.name}`).catch(() => null);
  // What the server has had for a month is not kept here for undoing; what it has not is kept for ever.
  log?.prune(Date.now() - 30 * 24 * 60 * 60 * 1000).catch(() => {});
  return { log: log ?? memoryLog(), history: (await log?.history(taskId).catch(() => [])) ?? [] };
}

const [{ log, history }] = await Promise.all([openHistory(), readLayout()]);
const editor = createEditor({ task, history });
const map = keymap(task.schema, preferences.keys);
const looks = looksOf(task.schema);
const pane = /** @type {HTMLElement} */ (document.querySelector(".reading"));

adoptLabelStyle(task.schema);
const announcer = createAnnouncer(part("announcer"));
const text = mountText(part("text"), editor, looks, { title: task.task.document.title });
const geometry = createGeometry(editor, text);
const overlay = mountOverlay(text, geometry);
const sweep = createSweep({ editor, text, looks, run, say });
const pointer = mountPointer({ editor, text, geometry, overlay, pane, onMove: () => onMove() });
mountHand({ editor, text, overlay, looks });
const legend = mountLegend(part("legend"), { editor, map, looks, say });
const status = mountStatusLine(part("status"), part("finish"), {
  editor,
  map,
  pointer,
  onUndo: () => run("undo", {}),
  onSubmit: () => submit(notices.isAsking()),
});
const hands = { looks, run, go };
const cards = mountEventCards(part("cards"), part("event-count"), { editor, text, pane, hands });
const inspector = mountInspector(part("inspector"), { editor, hands });
mountDocumentFields(part("document-fields"), { editor, run });
const notices = mountNotices(part("notices"), { editor, go: (id) => go(editor.state.annotations.spans.get(id)) });
mountKeyboard({ editor, map, text, geometry, pointer, sweep, run, say, onEscape });
mountClicks({ editor, text, pane, pointer, sweep, armed: legend.armed, run });

/** What only the page can do, by the name that a command gives it. @type {{[effect: string]: () => void}} */
const effects = { submit: () => submit(notices.isAsking()), help, values };

/** Commands after which the words they are about must be in sight. */
const TRAVELLING = new Set(["undo", "redo", "focus_next", "focus_previous"]);
const MOVING = new Set(["move", "move_to", "focus", "focus_next", "focus_previous"]);
/** What the last refusal offered to do when it is asked for once more. */
let offered = "";

/** @param {string} command @param {CommandArgs} args @returns {Result} */
function run(command, args) {
  const asked = JSON.stringify([command, args]);
  const before = editor.state.status;
  const result = editor.run(command, asked === offered ? { ...args, confirmed: true } : args);
  offered = result.confirm ? asked : "";
  if (result.confirm) say(`${result.message} Once more makes it`);
  else if (!result.ok || result.act || result.message !== before) say(result.message, !result.ok);
  else if (MOVING.has(command)) announcer.say(wordsHere());
  if (TRAVELLING.has(command)) go(editor.state.annotations.spans.get(editor.state.focus ?? ""), true);
  if (result.effect) effects[result.effect]?.();
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

/** @param {string} message @param {boolean} [isRefused] */
function say(message, isRefused = true) {
  status.say(message, isRefused);
  announcer.say(message);
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
  if (notices.isAsking()) notices.close();
  else if (legend.armed()) legend.disarm();
  else return false;
  return true;
}

/** The values of what a key would act on. */
function values() {
  const span = pointer.span();
  if (span && editor.state.focus !== span.id) run("focus", { spanId: span.id });
  const main = span && mainTrigger(editor.state.annotations, task.schema, span.id);
  if (!(main ? cards.focus(main.id) : inspector.focus())) say("Point at a span to set its values");
}

const dialogs = () => import("./view/dialogs.js");
async function help() {
  (await dialogs()).showKeys(map);
}

// ---------------------------------------------------------------- to the server and back

const showSaved = mountSaved(part("saved"), { announce: announcer.say, signIn: urls.sign_in });
const outbox = createOutbox({
  log,
  taskId,
  send: (changes) => api.post(urls.changes, { changes }),
  onState: showSaved,
  onOutcome: editor.settle,
  network: window,
});
const lease = createLease({
  taskId,
  tabId: newId(),
  onChange: (isHeld) => takeover(isHeld),
  onShared: ({ changes }) => editor.applyRemote(changes),
  yielding: () => Promise.race([outbox.drained(), new Promise((resolve) => setTimeout(resolve, 2000))]),
});
const takeover = mountTakeover(part("takeover"), { editor, take: () => lease.takeOver() });

editor.onAct((act) => {
  void outbox.put(act);
  lease.share({ changes: act.changes });
});

// Keys work at once: what follows waits for the disk.
text.element.focus({ preventScroll: true });
if (task.task.read_only) {
  showSaved({ state: "saved", waiting: 0, detail: "" });
} else {
  showSaved(outbox.state());
  await outbox.start();
  if (!(await lease.open())) takeover(false);
}

let isSubmitting = false;

/** @param {boolean} despite what is still open */
async function submit(despite) {
  if (isSubmitting || editor.state.readOnly) return;
  isSubmitting = true;
  notices.close();
  if (outbox.state().state !== "saved") say("Submits as soon as everything is saved", false);
  await outbox.drained();
  try {
    await api.post(urls.submit, { despite_violations: despite });
    await next();
  } catch (error) {
    const problem = error instanceof ApiProblem ? error : null;
    if (problem?.rule === "violations") notices.ask(problem.body.violations ?? [], () => submit(true));
    else notices.tell(`Not submitted: ${error instanceof Error ? error.message : error}. Nothing is lost; try again.`);
  }
  isSubmitting = false;
}

/** On to the next article, or to the list when none is left. */
async function next() {
  lease.close();
  const following = await api.post(urls.next).catch(() => null);
  location.assign(following ? urls.task.replace("{id}", encodeURIComponent(following.task.id)) : urls.my_tasks);
}

async function skip() {
  const { askSkip } = await dialogs();
  askSkip(async (reason) => {
    try {
      await outbox.drained();
      await api.post(urls.skip, { reason });
      await next();
    } catch (error) {
      notices.tell(`Not skipped: ${error instanceof Error ? error.message : error}`);
    }
  });
}

/** After a sign-in in another tab: the same person goes on here, of another nothing is mixed with this work. */
async function resume() {
  if (outbox.state().state !== "sign_in") return;
  const response = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("meta[name=csrf-token]")?.getAttribute("content");
  const name = JSON.parse(page.getElementById("page-data")?.textContent ?? "{}").user?.name;
  if (!fresh || name !== user.name) return notices.tell(`Sign in as ${user.name}: only then this work is sent.`);
  token.content = fresh;
  outbox.resume();
}
window.addEventListener("focus", resume);
window.addEventListener("pagehide", () => lease.close());

part("show-keys").addEventListener("click", help);
document.getElementById("show-skip")?.addEventListener("click", skip);
