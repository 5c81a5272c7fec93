// One document after the other on the bench; and of each, also when it was left, what is still on its way to the server.
/** @import { Change, Logged, Place, SaveState, ServerOutcome, Task } from "./model/types.js" @import { Bench } from "./bench.js" @import { Lease, Leaving, Log, Outbox, Violation } from "./io/types.js" @import { Announcer } from "./view/status-line.js" */
import { createOutbox } from "./io/outbox.js";
import { createLease, hear } from "./io/tabs.js";
import { newId } from "./model/changes.js";
import { part } from "./view/elements.js";
import { mountTakeover } from "./view/notices.js";
import { mountSaved, together } from "./view/status-line.js";

/** A task and what of it is to be sent. isLeft: done with on this page; isTold: they know it is stuck; warned: and what is open.
 * @typedef {{id: string, title: string, outbox: Outbox, lease?: Lease, bench?: Bench | null, isStarted?: boolean, isLeft?: boolean,
 *   isTold?: boolean, warned?: readonly Violation[], elsewhere?: SaveState | undefined, attend?: () => void, takeover?: ((isHeld: boolean) => void) | null}} Folder */
/** @typedef {{task: Task, history: readonly Logged[], leaving: Leaving | null, place: Place | null}} Opened a task, and what this browser has of it */
/** @typedef {ReturnType<typeof createDesk>} Desk */

/** What belongs to one document: made anew for the next, so that what the last one still draws goes nowhere. */
const PARTS = "#main, #notices, .bar > :not(.notices)";

/**
 * mount: puts a task on the bench. count: so many more are submitted. onState: what is saved has changed. attendLater: sees to
 * what others do to the document. leftovers: what is done about documents that are not on the bench.
 * @param {{api: ReturnType<typeof import("./io/api.js").createApi>, log: Log, urls: {[name: string]: string},
 *   count: (more: number) => void, announcer: Announcer, mount: (task: Task, history: readonly Logged[]) => Bench,
 *   onState: () => void, attendLater: (folder: Folder, bench: Bench) => void,
 *   leftovers: () => Promise<ReturnType<typeof import("./leftovers.js").createLeftovers>>}} options
 */
export function createDesk({ api, log, urls, count, announcer, mount, onState, attendLater, leftovers }) {
  const tabId = newId();
  /** @type {Map<string, Folder>} */
  const folders = new Map();
  const shown = [...document.querySelectorAll(PARTS)];
  const blank = shown.map((element) => element.cloneNode(true));
  const showSaved = mountSaved(part("saved"), { announce: announcer.say, signIn: urls.sign_in });
  /** @type {Folder} */
  let current;
  /** @type {Bench} */
  let bench;
  /** Nothing is on the bench. */
  let isResting = false;

  /** @param {string} name @param {string} id of a task */
  const address = (name, id) => urls[name].replace("{id}", encodeURIComponent(id));
  const stateOf = (/** @type {Folder} */ { outbox, elsewhere }) =>
    (outbox.state().waiting === 0 && elsewhere) || outbox.state();
  const state = () => together([...folders.values()].map(stateOf));
  /** @param {string} id @returns {Promise<Task>} */
  const fetchTask = (id) => api.get(address("open", id));

  /** @param {Task} task @returns {Promise<Opened>} */
  async function opened(task) {
    const { id } = task.task;
    const history = await log.history(id).catch(() => []);
    const [leaving, place] = await Promise.all([log.leaving(id), log.place(id)]).catch(() => [null, null]);
    return { task, history, leaving, place };
  }

  // ---------------------------------------------------------------- what is on its way

  /** @param {string} id @param {string} title @returns {Folder} */
  function folderOf(id, title) {
    const known = folders.get(id);
    if (known) return Object.assign(known, { title, isLeft: false, warned: [] });
    const outbox = createOutbox({
      log,
      taskId: id,
      network: window,
      send(changes) {
        const post = (/** @type {Change[]} */ some) => api.post(address("changes", id), { changes: some });
        return folder.bench ? folder.bench.editor.exchange(changes, post) : post(changes);
      },
      sendLeaving: ({ kind, reason, despite = false }) =>
        api.post(address(kind, id), kind === "skip" ? { reason } : { despite_violations: despite }),
      onState: () => tell(folder),
      onOutcome: (outcome) => onOutcome(folder, outcome),
      onLeft: (leaving, refused) => onLeft(folder, { ...leaving, refused }),
    });
    /** @type {Folder} */
    const folder = { id, title, outbox };
    folders.set(id, folder);
    return folder;
  }

  /** @param {Folder} folder whose state may be another */
  function tell(folder) {
    const { state: now, waiting, detail } = folder.outbox.state();
    if (folder !== current && now === "problem" && !folder.isTold) {
      folder.isTold = true;
      void leftovers().then(({ bring }) => bring(folder, `Not saved: ${detail}`));
    }
    if (folder !== current && folder.isStarted && waiting === 0) {
      folder.outbox.stop();
      folder.lease?.close();
      folders.delete(folder.id);
    }
    if (folder.lease?.held()) folder.lease.share({ saved: folder.outbox.state() });
    showSaved(state());
    onState();
  }

  /** Asks the other tabs; only the one that may write sends what the log holds. @param {Folder} folder */
  async function hold(folder) {
    const { id, outbox } = folder;
    const lease = createLease({
      taskId: id,
      tabId,
      onChange: (isHeld) => void onLease(folder, isHeld),
      onShared(news) {
        if (folder.bench) hear(folder.bench.editor, news);
        folder.elsewhere = news.saved ?? folder.elsewhere;
        showSaved(state());
      },
      all: () => ({ standing: folder.bench?.editor.snapshot(), saved: outbox.state() }),
      yielding() {
        folder.takeover?.(false);
        return Promise.race([outbox.drained(), new Promise((resolve) => setTimeout(resolve, 2000))]);
      },
    });
    folder.lease?.close();
    folder.lease = lease;
    if ((await lease.open()) || folder.lease !== lease || (folder !== current && !folder.isLeft)) return;
    folder.takeover?.(false);
    if (folder.isStarted) outbox.release();
    await outbox.start({ isOwner: false });
    folder.isStarted = true;
    tell(folder);
  }

  /** @param {Folder} folder @param {boolean} isHeld */
  async function onLease(folder, isHeld) {
    folder.takeover?.(isHeld);
    if (!isHeld) return folder.outbox.release();
    await folder.outbox.start();
    [folder.isStarted, folder.elsewhere] = [true, undefined];
    tell(folder);
  }

  /** @param {Folder} folder @param {ServerOutcome} outcome */
  function onOutcome(folder, outcome) {
    const { status, rule, detail } = outcome;
    if (folder.bench) {
      folder.bench.editor.settle(outcome);
      folder.lease?.share({ outcome });
      if (folder.bench.editor.standing().isBehind) folder.attend?.();
    } else if (status === "refused" && rule !== "equal_span" && !folder.isLeft)
      void leftovers().then(({ bring }) => bring(folder, `Not saved: ${detail ?? rule}`));
  }

  /** @param {Folder} folder @param {Leaving} leaving */
  function onLeft(folder, leaving) {
    // Left by an earlier page and opened since: what is shown is not what is.
    if (folder.bench && !leaving.refused) return location.reload();
    const isBack = Boolean(leaving.refused);
    if (!folder.bench && leaving.kind === "submit" && isBack === Boolean(folder.isLeft)) count(isBack ? -1 : 1);
    if (isBack) void leftovers().then(({ bringBack }) => bringBack(folder, leaving));
  }

  /** What an earlier page left of other documents. */
  async function sendLeftovers() {
    const left = (await log.unsent().catch(() => [])).filter((id) => !folders.has(id));
    if (left.length > 0) await (await leftovers()).send(left, folderOf, hold);
  }

  // ---------------------------------------------------------------- on the bench

  /** @param {Opened} opened */
  function open({ task, history, leaving, place }) {
    const folder = folderOf(task.task.id, task.task.document.title);
    current = folder;
    bench = folder.bench = mount(task, history);
    const { editor, text } = bench;
    editor.onAct((act) => {
      void folder.outbox.put(act);
      folder.lease?.share({ act });
    });
    bench.goTo(place);
    bench.whenUnmounted(bench.onPlace((now) => void log.keepPlace(folder.id, now).catch(() => {})));
    attendLater(folder, bench);
    isResting = false;
    // What waits in the log is not sent before it is known that this tab may.
    const waiting = history.filter((each) => each.state === "pending").length + (leaving && !leaving.refused ? 1 : 0);
    folder.elsewhere = waiting > 0 ? { state: "local", waiting, detail: "" } : undefined;
    // Keys work at once: what follows waits for the disk and for other tabs.
    text.element.focus({ preventScroll: true });
    tell(folder);
    if (leaving?.refused) void leftovers().then(({ bringBack }) => bringBack(folder, leaving));
    if (leaving && !leaving.refused) editor.setReadOnly(true);
    else folder.takeover = mountTakeover(part("takeover"), { editor, take: () => folder.lease?.takeOver() });
    return task.task.read_only ? Promise.resolve() : hold(folder);
  }

  function close() {
    bench.unmount();
    [current.bench, current.takeover] = [null, null];
    for (const [at, element] of shown.entries()) {
      shown[at] = /** @type {Element} */ (blank[at].cloneNode(true));
      element.replaceWith(shown[at]);
    }
  }

  /** In the place of what is on the bench. @param {Opened} opened */
  function show(opened) {
    const { document: about } = opened.task.task;
    const left = current;
    if (!isResting) close();
    document.title = `${about.title} · Annotator`;
    part("main").querySelector("h1")?.replaceChildren(about.title);
    void open(opened);
    if (left !== current) tell(left);
    bench.say(`${left.isLeft ? `“${left.title}” is done. ` : ""}This is “${about.title}”`, false);
  }

  // A page that the browser keeps for going back neither sends nor keeps others from writing.
  window.addEventListener("pagehide", () => {
    for (const { lease, outbox } of [...folders.values()]) {
      lease?.close();
      outbox.release();
    }
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    for (const folder of folders.values()) if (folder.lease) void hold(folder);
    void sendLeftovers();
  });

  return {
    bench: () => bench,
    folder: () => current,
    folders,
    isResting: () => isResting,
    state,
    address,
    fetchTask,
    opened,
    show,
    /** The page begins with this task. @param {Task} task */
    begin: (task) => opened(task).then(open).then(sendLeftovers),
    /** What is on the bench is done with; the server hears of it after all acts.
     * @param {Pick<Leaving, "kind" | "reason" | "despite">} how @param {Opened | null} next null: it is not here yet */
    leave(how, next) {
      current.isLeft = true;
      void current.outbox.leave({ ...how, title: current.title, at: Date.now() });
      if (next) return show(next);
      close();
      isResting = true;
    },
    /** After signing in again as the same person. */
    resume: () => folders.forEach(({ outbox }) => outbox.resume()),
  };
}
