// Acts on their way to the server: kept first, sent in order, each exactly once, whatever the network does.
/** @import { Act, Change, SaveState, ServerOutcome } from "../model/types.js" @import { Log, Outbox } from "./types.js" */
import { adoptable, adoptAll } from "../model/acts.js";
import { ApiProblem } from "./api.js";

const MOST_CHANGES = 500;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** What the server says of an act that can never be taken; any other "bad request" may be our own trouble. */
const RULES = new Set(
  "quote range label attribute value role ends max duplicate_link self_link equal_span grapheme fence unknown id star change".split(
    " ",
  ),
);

const browserClock = {
  setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms),
  clearTimeout: (/** @type {any} */ timer) => clearTimeout(timer),
  random: Math.random,
};

/**
 * send: (changes) => {revision, outcomes}; throws ApiProblem, or anything else when there was no answer.
 * onOutcome: the server's word on each act; pass it to editor.settle. A refusal that only says that an equal span stands
 * already is told too, and what waits is rewritten to mean the standing span (model/acts.js; the editor does the same).
 * @param {{log: Log, taskId: string, send: (changes: Change[]) => Promise<{revision: number, outcomes: ServerOutcome[]}>,
 *   onState?: (state: SaveState) => void, onOutcome?: (outcome: ServerOutcome) => void,
 *   clock?: {setTimeout: (run: () => void, ms: number) => any, clearTimeout: (timer: any) => void, random: () => number},
 *   network?: EventTarget}} options network: where "online" is heard
 * @returns {Outbox}
 */
export function createOutbox({ log, taskId, send, onState, onOutcome, clock = browserClock, network = globalThis }) {
  /** In order; the server has answered for none of them. @type {Act[]} */
  let queue = [];
  /** Acts that are not in the log yet. @type {Set<string>} */
  const unlogged = new Set();
  /** @type {"" | "sign_in" | "problem"} */
  let halted = "";
  /** @type {"" | "offline" | "local"} */
  let failing = "";
  let detail = "";
  let logTrouble = "";
  let failures = 0;
  let isBusy = false;
  let isOneByOne = false;
  let isStopped = false;
  /** @type {any} */
  let timer = null;
  /** @type {(() => void)[]} */
  let waiters = [];
  let told = "";

  /** @returns {SaveState} */
  function state() {
    const waiting = queue.length;
    if (waiting === 0) return { state: "saved", waiting, detail: "" };
    if (halted) return { state: halted, waiting, detail };
    if (logTrouble) return { state: "problem", waiting, detail: logTrouble };
    return { state: failing || "local", waiting, detail };
  }

  function tell() {
    const now = state();
    const said = JSON.stringify(now);
    if (said !== told) onState?.(now);
    told = said;
    if (now.waiting > 0) return;
    for (const resolve of waiters.splice(0)) resolve();
  }

  /** @param {Act} act */
  async function put(act) {
    queue.push(act);
    unlogged.add(act.id);
    tell();
    try {
      await log.append(taskId, act);
    } catch (error) {
      // It is still sent; only a crash of this page could lose it now, and the person is told.
      logTrouble = `This browser keeps no copy of unsaved work (${error instanceof Error ? error.message : error})`;
    }
    unlogged.delete(act.id);
    tell();
    void pump();
  }

  /** What can be sent next: acts in the log, in order, whole, not too many changes. */
  function batch() {
    /** @type {Act[]} */
    const acts = [];
    let count = 0;
    for (const act of queue) {
      count += act.changes.length;
      const isFull = acts.length > 0 && (isOneByOne || count > MOST_CHANGES);
      if (isFull || unlogged.has(act.id)) break;
      acts.push(act);
    }
    return acts;
  }

  async function pump() {
    if (isBusy) return;
    isBusy = true;
    await drain().finally(() => (isBusy = false));
  }

  async function drain() {
    for (let acts = batch(); acts.length > 0 && !halted && timer === null && !isStopped; acts = batch()) {
      const answer = await send(acts.flatMap((act) => act.changes)).catch((error) => fail(error, acts));
      if (answer) await settle(acts, answer.outcomes);
      tell();
    }
  }

  /** @param {readonly Act[]} acts as sent @param {readonly ServerOutcome[]} outcomes */
  async function settle(acts, outcomes) {
    const said = new Map(outcomes.map((outcome) => [outcome.act, outcome]));
    [failing, detail, failures, isOneByOne] = ["", "", 0, false];
    let isRewritten = false;
    for (const { id } of acts) {
      const outcome = said.get(id);
      const act = queue.find((each) => each.id === id);
      if (!act) continue;
      if (!outcome) return pause("local", "The server left an act unanswered");
      const ours = adoptable(act, outcome);
      if (outcome.status === "applied") await finish(outcome, log.acknowledge(taskId, id, outcome.effects));
      else if (ours !== null) {
        isRewritten = true;
        await rewrite(id, ours, outcome);
      }
      // A later act of the same batch may be refused only because it named our span: it goes again, rewritten.
      else if (!isRewritten) await finish(outcome, log.refuse(taskId, id, outcome));
    }
  }

  /** @param {ServerOutcome} outcome @param {Promise<void>} noted */
  async function finish(outcome, noted) {
    queue = queue.filter((act) => act.id !== outcome.act);
    onOutcome?.(outcome);
    // A note that is lost only means that the act is sent again one day, and recognised.
    await noted.catch(() => {});
  }

  /** Our span becomes the standing one in the refused act and all after it.
   * @param {string} actId @param {string} ours @param {ServerOutcome} outcome */
  async function rewrite(actId, ours, outcome) {
    const first = queue.findIndex((act) => act.id === actId);
    const before = queue.slice(first);
    const after = adoptAll(before, ours, outcome.current);
    queue = [...queue.slice(0, first), ...after.filter((act) => act.changes.length > 0)];
    onOutcome?.(outcome);
    for (const [at, act] of after.entries()) {
      if (act === before[at]) continue;
      await log.replace(taskId, act).catch(() => {});
      if (act.changes.length === 0) await log.acknowledge(taskId, act.id).catch(() => {});
    }
  }

  /** @param {unknown} error @param {readonly Act[]} acts */
  async function fail(error, acts) {
    detail = error instanceof Error ? error.message : String(error);
    if (!(error instanceof ApiProblem)) return pause("offline", detail);
    const { status, rule } = error;
    if (status === 401 || rule === "csrf") halted = "sign_in";
    else if (status >= 500 || status === 408 || status === 429) pause("local", detail, error.retryAfter);
    else if (status === 403 || status === 404 || status === 409) halted = "problem";
    else if (acts.length > 1) isOneByOne = true;
    else if (rule !== null && RULES.has(rule)) {
      /** @type {ServerOutcome} */
      const outcome = { act: acts[0].id, status: "refused", rule, detail, current: error.body.current ?? null };
      await finish(outcome, log.refuse(taskId, outcome.act, outcome));
    } else halted = "problem";
  }

  /** Try again later. After trouble of the server one act at a time: one that breaks it must not hide behind others.
   * @param {"offline" | "local"} kind @param {string} reason @param {number} [seconds] at least */
  function pause(kind, reason, seconds = 0) {
    failing = kind;
    detail = reason;
    isOneByOne = kind === "local";
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures) * (0.5 + clock.random() / 2);
    failures += 1;
    timer = clock.setTimeout(retry, Math.max(pause, seconds * 1000));
  }

  function retry() {
    if (timer !== null) clock.clearTimeout(timer);
    timer = null;
    void pump();
  }

  network.addEventListener("online", retry);
  return {
    async start() {
      const kept = await log.pending(taskId);
      queue = [...kept.filter((act) => !queue.some(({ id }) => id === act.id)), ...queue];
      tell();
      void pump();
    },
    put,
    resume() {
      halted = "";
      failures = 0;
      retry();
      tell();
    },
    drained: () => new Promise((resolve) => (queue.length === 0 ? resolve() : waiters.push(resolve))),
    state,
    stop() {
      isStopped = true;
      network.removeEventListener("online", retry);
      if (timer !== null) clock.clearTimeout(timer);
    },
  };
}
