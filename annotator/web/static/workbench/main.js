// Wires the workbench: page data -> desk; what only the page can do; submitting and what comes next; signing in again.
// urls in the page data: with {id} of a task in them: open journal (GET), changes readings submit skip reopen (POST), task (its
// page); without: next (POST), places, actors (GET), my_tasks, sign_in, preferences, guideline.
/** @import { CommandArgs, Task } from "./model/types.js" @import { Words } from "./model/readings.js" @import { Bench, Preferences } from "./bench.js" @import { Folder, Opened } from "./desk.js" @import { Leaving, Violation } from "./io/types.js" */
import { mountBench } from "./bench.js";
import { createDesk } from "./desk.js";
import { createApi } from "./io/api.js";
import { memoryLog, openLog } from "./io/log.js";
import { breaks, fetchToolsLater, handCount, openTool, settingsKeeper } from "./tools.js";
import { h, part } from "./view/elements.js";
import { readLayout } from "./view/keyboard.js";
import { createAnnouncer } from "./view/status-line.js";

/** submitted: how many articles of the project by this person. @type {{task: Task, urls: {[name: string]: string}, preferences: Preferences, user: {name: string}, submitted: number}} */
const { task, urls, preferences, user, submitted: before } = JSON.parse(part("page-data").textContent ?? "");
const token = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=csrf-token]"));
const api = createApi({ csrf: () => token.content });

/** What this browser keeps of this person's work; where it keeps nothing, work goes on without. */
async function openKept() {
  const log = await openLog(`annotator of ${user.name}`).catch(() => null);
  // What the server has had for a month is not kept here for undoing; what it has not is kept for ever.
  log?.prune(Date.now() - 30 * 24 * 60 * 60 * 1000).catch(() => {});
  return log ?? memoryLog();
}

/** Settings of this person that the server has not got yet, if there are any. */
const unsent = `annotator settings of ${user.name}`;
/** @type {Promise<ReturnType<typeof import("./io/preferences.js").createKeeper>> | undefined} */
let keeper;
/** @param {Preferences} changed */
function keep(changed) {
  keeper ??= settingsKeeper().then(({ createKeeper }) =>
    createKeeper({
      api,
      url: urls.preferences,
      name: unsent,
      network: window,
      onProblem: (words) => desk.bench().say(words),
    }),
  );
  keeper
    .then((each) => each.keep(changed))
    .catch(() => {
      keeper = undefined;
      desk.bench().say("Offline: this setting holds until the page is closed");
    });
}

/** What could not be sent when it was set holds all the same. */
function recallSettings() {
  try {
    const left = JSON.parse(localStorage.getItem(unsent) ?? "null");
    if (!left) return;
    Object.assign(preferences, left);
    void import("./view/settings.js").then(({ showLooks }) => showLooks(left));
    keep({});
  } catch {
    // A browser that keeps nothing has nothing left.
  }
}

recallSettings();
const [log] = await Promise.all([openKept(), readLayout()]);
const announcer = createAnnouncer(part("announcer"));
const desk = createDesk({
  api,
  log,
  urls,
  count,
  announcer,
  mount(task, history) {
    const journal = urls.journal.replace("{id}", encodeURIComponent(task.task.id));
    const readJournal = (/** @type {number} */ after) => api.get(`${journal}?after=${after}`);
    const readWords = (/** @type {Words[]} */ places) => api.post(desk.address("readings", task.task.id), { places });
    const lookUp = (/** @type {string} */ type, /** @type {string} */ query) =>
      import("./io/readings.js").then((io) => io.lookUp(api, urls, task.task.id, type, query));
    const reading = { readJournal, readWords, lookUp };
    return mountBench({ task, history, preferences, announcer, effect, keep, urls, user, ...reading });
  },
  onState() {
    if (desk.state().state === "sign_in") onSignedOut();
    onward?.ahead.lookSoon();
  },
  attendLater,
  async leftovers() {
    const { createLeftovers } = await import("./leftovers.js");
    const titleOf = async (/** @type {string} */ id) => (await desk.fetchTask(id)).task.document.title;
    return createLeftovers({ log, titleOf, address: (id) => desk.address("task", id), submit });
  },
});

/** What only the page can do, by the name that a command gives it. @param {string} name @param {Bench} bench @param {CommandArgs} args */
function effect(name, bench, args) {
  if (!openTool(name, bench, args) && name === "submit") void submit();
}

// ---------------------------------------------------------------- leaving an article, and what comes next

/** What was open and listed, of each bench. @type {WeakMap<Bench, Set<string>>} */
const listed = new WeakMap();
const inShort = (/** @type {Violation} */ { rule, span, attribute, detail }) => [rule, span, attribute, detail].join();

/** Lists once what is open; what was listed already does not stand in the way. */
async function submit() {
  const bench = desk.bench();
  const checks = await import("./model/checks.js").catch(() => null);
  const { annotations, schema, index, readOnly } = bench.editor.state;
  if (readOnly || desk.isResting() || desk.bench() !== bench) return;
  const found = checks?.softViolations(annotations, schema, index) ?? [];
  const words = found.map(inShort);
  const { warned = [] } = desk.folder();
  const known = listed.get(bench) ?? new Set(warned.map(inShort));
  listed.set(bench, new Set(words));
  if (words.every((each) => known?.has(each))) leave({ kind: "submit", despite: found.length + warned.length > 0 });
  else bench.notices.ask(found, submit);
}

async function skip() {
  const { askSkip } = await import("./view/skip.js");
  if (!desk.isResting() && !desk.bench().editor.state.readOnly) askSkip((reason) => leave({ kind: "skip", reason }));
}

/** The next article is there at once; that this one is done the server hears later. @param {Pick<Leaving, "kind" | "reason" | "despite">} how */
function leave(how) {
  const next = onward?.ahead.take() ?? null;
  if (next) onward?.travel.goOn(next.task.task.id);
  if (how.kind === "submit") count(1);
  desk.leave(how, next);
  if (next) return;
  rest("The next article is being fetched.");
  prepareSoon(0);
}

let submitted = before;

/** @param {number} more submitted */
function count(more) {
  submitted += more;
  part("position").textContent = `${submitted} submitted`;
}

/** Nothing is on the bench, and why. @param {string} words */
function rest(words) {
  const way = h("div", null, h("a", { href: urls.my_tasks }, "My tasks"));
  part("text").replaceChildren(h("div", { class: "rest" }, `“${desk.folder().title}” is done. ${words}`), way);
  announcer.say(words);
}

/** What takes the person on. @type {{ahead: ReturnType<typeof import("./ahead.js").createAhead>, travel: ReturnType<typeof import("./travel.js").mountTravel>} | null} */
let onward = null;

/** Once the page has come to rest, and then there without a network too. @param {number} pause in milliseconds */
function prepareSoon(pause) {
  setTimeout(() => prepare().catch(() => prepareSoon(5000)), pause);
}

async function prepare() {
  const [{ createAhead }, { mountTravel }] = await Promise.all([import("./ahead.js"), import("./travel.js")]);
  onward ??= start();
  onward.ahead.look();

  function start() {
    const travel = mountTravel({
      desk,
      onShow: ({ task }) => ahead.drop(task.task.id),
    });
    const fetchNext = (/** @type {string[]} */ besides) => api.post(urls.next, { besides });
    const show = (/** @type {Opened} */ opened) => {
      travel.goOn(opened.task.task.id);
      desk.show(opened);
    };
    const ahead = createAhead({ desk, fetchNext, show, rest, myTasks: urls.my_tasks });
    return { ahead, travel };
  }
}

// ---------------------------------------------------------------- others, and who we are

/** What others do to the same document is seen to: as soon as there is something, else when the page has come to rest.
 * @param {Folder} folder @param {Bench} bench */
function attendLater(folder, bench) {
  const { id } = folder;
  /** @type {Promise<{look: () => unknown}> | null} */
  let attending = null;
  folder.attend = () => {
    attending ??= import("./presence.js").then(({ attend }) => {
      if (folder.bench !== bench) throw new Error("it is not on the bench any more");
      return attend(bench, { id, lease: () => folder.lease, log, onSignedOut, fetchTask: desk.fetchTask });
    });
    attending.then(({ look }) => look()).catch(() => (attending = null));
  };
  const timer = setTimeout(folder.attend, 3000);
  bench.whenUnmounted(() => clearTimeout(timer));
  bench.editor.subscribe(({ problems }) => problems.length > 0 && !attending && folder.attend?.());
  if (bench.editor.state.problems.length > 0) folder.attend();
}

/** Signing in again, in place: fetched when it is needed. @type {Promise<ReturnType<typeof import("./presence.js").attendSession>> | null} */
let session = null;

/** What is done goes on being kept here; the person is asked to sign in. */
function onSignedOut() {
  session ??= import("./presence.js").then(({ attendSession }) =>
    attendSession({ user: user.name, urls, announcer, onDone: onSignedIn }),
  );
  session.then((each) => each.signedOut()).catch(() => (session = null));
}

/** The same person again: of another nothing is mixed with this work. @param {string} csrf */
function onSignedIn(csrf) {
  token.content = csrf;
  desk.resume();
}

part("saved").addEventListener("click", (event) => {
  // The link to the page for it serves where the form cannot be fetched.
  if (!session || !(event.target instanceof Element && event.target.closest("a"))) return;
  event.preventDefault();
  void session.then((each) => each.open());
});
window.addEventListener("online", () => onward?.ahead.lookSoon());

for (const name of ["help", "settings", "list", "history"])
  part(`show-${name === "help" ? "keys" : name}`).addEventListener("click", () => desk.bench().run(name, {}));
document.getElementById("show-skip")?.addEventListener("click", skip);
// What is only read is not left for the next article.
if (!task.task.read_only) prepareSoon(1500);
// Until the way back is known it leads to the page of the article.
window.addEventListener("popstate", () => onward === null && location.reload());
if ((history.state?.task ?? task.task.id) !== task.task.id) location.reload();
fetchToolsLater(async () => {
  (await breaks()).mountBreaks(part("standing"), desk.bench);
  (await handCount()).mountHandCount(desk.bench);
});
await desk.begin(task);
// The address may name a span to begin at: a table of events leads here.
const sought = /^#span=([\w.:-]+)$/.exec(location.hash)?.[1];
if (sought) desk.bench().go(desk.bench().editor.state.annotations.spans.get(sought));
