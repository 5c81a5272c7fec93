// Wires the workbench: page data -> bench, acts -> log -> outbox -> server, and its word back to the editor.
// urls in the page data: changes submit skip next (POST), task (a page's address with {id} in it), my_tasks, sign_in.
/** @import { CommandArgs, Task } from "./model/types.js" @import { Bench, Preferences } from "./bench.js" */
import { mountBench } from "./bench.js";
import { ApiProblem, createApi } from "./io/api.js";
import { memoryLog, openLog } from "./io/log.js";
import { createOutbox } from "./io/outbox.js";
import { createLease } from "./io/tabs.js";
import { newId } from "./model/acts.js";
import { mainTrigger } from "./model/frames.js";
import { fetchToolsLater, openTool } from "./tools.js";
import { part } from "./view/elements.js";
import { readLayout } from "./view/keyboard.js";
import { mountTakeover } from "./view/notices.js";
import { createAnnouncer, mountSaved } from "./view/status-line.js";

/** @type {{task: Task, urls: {[name: string]: string}, preferences: Preferences, user: {name: string}}} */
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
const announcer = createAnnouncer(part("announcer"));
const bench = mountBench({ task, history, preferences, announcer, effect });
const { editor, text, notices } = bench;

/** What only the page can do, by the name that a command gives it. @type {{[name: string]: (bench: Bench, args: CommandArgs) => void}} */
const EFFECTS = { submit: () => submit(notices.isAsking()), values };

/** @param {string} name @param {Bench} bench @param {CommandArgs} args */
function effect(name, bench, args) {
  if (!openTool(name, bench, args)) EFFECTS[name]?.(bench, args);
}

/** The values of what a key would act on. @param {Bench} bench */
function values({ pointer, run, cards, inspector, say }) {
  const span = pointer.span();
  if (span && editor.state.focus !== span.id) run("focus", { spanId: span.id });
  const main = span && mainTrigger(editor.state.annotations, task.schema, span.id);
  if (!(main ? cards.focus(main.id) : inspector.focus())) say("Point at a span to set its values");
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
  if (outbox.state().state !== "saved") bench.say("Submits as soon as everything is saved", false);
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
  const { askSkip } = await import("./view/skip.js");
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

part("show-keys").addEventListener("click", () => bench.run("help", {}));
document.getElementById("show-skip")?.addEventListener("click", skip);
fetchToolsLater();
