// Acts on their way to the server: kept first, sent in order, each exactly once, whatever the network does.
/** @import { Act, Change, SaveState, ServerOutcome } from "../model/types.js" @import { ApiProblem, Clock } from "./api.js" @import { Leaving, Log, Outbox, Refused } from "./types.js" */
import { adoptable, adoptAll } from "../model/acts.js";
import { MOST_CHANGES } from "../model/changes.js";
import { createLine, troubleOf } from "./api.js";

/**
 * send: (changes) => {revision, outcomes}; throws ApiProblem, or anything else when there was no answer.
 * sendLeaving tells the server how the document was left; the same errors. onLeft: it was told, or why it never can be.
 * onOutcome: the server's word on each act; pass it to editor.settle. A refusal that only says that an equal span stands
 * already is told too, and what waits is rewritten to mean the standing span (model/acts.js; the editor does the same).
 * @param {{log: Log, taskId: string, send: (changes: Change[]) => Promise<{revision: number, outcomes: ServerOutcome[]}>,
 *   sendLeaving?: (leaving: Leaving) => Promise<unknown>, onState?: (state: SaveState) => void,
 *   onOutcome?: (outcome: ServerOutcome) => void, onLeft?: (leaving: Leaving, refused: Refused | null) => void,
 *   clock?: Clock, network?: EventTarget}} options network: where "online" is heard
 * @returns {Outbox}
 */
export function createOutbox({ log, taskId, send, sendLeaving, onState, onOutcome, onLeft, clock, network }) {
  /** In order; the server has answered for none of them. @type {Act[]} */
  let queue = [];
  /** Acts that are not in the log yet. @type {Set<string>} */
  const unlogged = new Set();
  /** How the document was left: told when the queue is empty. @type {Leaving | null} */
  let leaving = null;
  let isLeavingKept = false;
  /** An act that was refused since. @type {ServerOutcome | null} */
  let lost = null;
  let logTrouble = "";
  let isStarted = false;
  let isBusy = false;
  let isAsked = false;
  let isOneByOne = false;
  /** @type {(() => void)[]} */
  let waiters = [];
  let told = "";
  const line = createLine({ retry: () => void pump(), clock, network });

  /** @returns {SaveState} */
  function state() {
    const waiting = queue.length + (leaving ? 1 : 0);
    if (waiting === 0) return { state: "saved", waiting, detail: "" };
    const trouble = line.state();
    if (logTrouble && trouble !== "sign_in") return { state: "problem", waiting, detail: logTrouble };
    return { state: trouble || "local", waiting, detail: line.detail() };
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
    await keep(log.append(taskId, act));
    unlogged.delete(act.id);
    tell();
    void pump();
  }

  /** @param {Leaving} how */
  async function leave(how) {
    leaving = how;
    isLeavingKept = false;
    lost = null;
    tell();
    await keep(log.leave(taskId, how));
    isLeavingKept = true;
    tell();
    void pump();
  }

  /** @param {Promise<void>} written */
  async function keep(written) {
    try {
      await written;
    } catch (error) {
      // It is still sent; only a crash of this page could lose it now, and the person is told.
      logTrouble = `This browser keeps no copy of unsaved work (${error instanceof Error ? error.message : error})`;
    }
  }

  /** What can be sent next: acts in the log, in order, whole, not too many changes. */
  function batch() {
    // After trouble of the server one at a time: one that breaks it must not hide behind others.
    const isSingle = isOneByOne || ["local", "problem"].includes(line.state());
    /** @type {Act[]} */
    const acts = [];
    let count = 0;
    for (const act of queue) {
      count += act.changes.length;
      const isFull = acts.length > 0 && (isSingle || count > MOST_CHANGES);
      if (isFull || unlogged.has(act.id)) break;
      acts.push(act);
    }
    return acts;
  }

  async function pump() {
    isAsked = true;
    if (isBusy) return;
    isBusy = true;
    try {
      // Asked for once more while it found nothing: there may be something by now.
      while (isAsked) {
        isAsked = false;
        while (isStarted && line.isOpen() && (await sendNext())) tell();
      }
    } finally {
      isBusy = false;
    }
  }

  /** @returns {Promise<boolean>} whether there was anything */
  async function sendNext() {
    const acts = batch();
    if (acts.length > 0) {
      const answer = await send(acts.flatMap((act) => act.changes)).catch((error) => fail(error, acts));
      if (answer) await settle(acts, answer.outcomes);
      return true;
    }
    if (queue.length > 0 || !leaving || !isLeavingKept) return false;
    await depart(leaving);
    return true;
  }

  /** @param {Leaving} how */
  async function depart(how) {
    // What was submitted is not what stands: the person must look at it once more.
    const spoilt = how.kind === "submit" ? lost : null;
    /** @type {Refused | null} */
    let refused = spoilt && { rule: spoilt.rule ?? null, detail: spoilt.detail ?? "", violations: [] };
    if (!refused) {
      try {
        await sendLeaving?.(how);
        line.succeeded();
      } catch (error) {
        if (line.isPassing(error)) return;
        const { rule, message: detail, body } = /** @type {ApiProblem} */ (error);
        refused = { rule, detail, violations: body.violations ?? [] };
      }
    }
    // Kept until the person knows of it, and no longer than that.
    const noted = refused ? log.leave(taskId, { ...how, refused }) : log.forget(taskId);
    await noted.catch(() => {});
    leaving = null;
    onLeft?.(how, refused);
  }

  /** @param {readonly Act[]} acts as sent @param {readonly ServerOutcome[]} outcomes */
  async function settle(acts, outcomes) {
    const said = new Map(outcomes.map((outcome) => [outcome.act, outcome]));
    line.succeeded();
    isOneByOne = false;
    let isRewritten = false;
    for (const { id } of acts) {
      const outcome = said.get(id);
      const act = queue.find((each) => each.id === id);
      if (!act) continue;
      if (!outcome) return line.pause("local", "The server left an act unanswered");
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
    if (outcome.status === "refused") lost ??= outcome;
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
    if (line.isPassing(error)) return;
    const trouble = troubleOf(error);
    const { rule, message: detail, body } = /** @type {ApiProblem} */ (error);
    if (trouble !== "problem" && acts.length > 1) isOneByOne = true;
    else if (trouble === "refused") {
      /** @type {ServerOutcome} */
      const outcome = { act: acts[0].id, status: "refused", rule: rule ?? "", detail, current: body.current ?? null };
      await finish(outcome, log.refuse(taskId, outcome.act, outcome));
    } else line.pause("problem", detail);
  }

  return {
    async start({ isOwner = true } = {}) {
      if (isOwner) {
        const acts = await log.pending(taskId);
        const how = await log.leaving(taskId);
        queue = [...acts.filter((act) => !queue.some(({ id }) => id === act.id)), ...queue];
        if (!leaving && how && !how.refused) [leaving, isLeavingKept] = [how, true];
      }
      isStarted = true;
      tell();
      void pump();
    },
    put,
    leave,
    release() {
      if (logTrouble) return;
      isStarted = false;
      queue = queue.filter(({ id }) => unlogged.has(id));
      leaving = null;
      tell();
    },
    resume() {
      line.resume();
      tell();
    },
    drained: () => new Promise((resolve) => (state().waiting === 0 ? resolve() : waiters.push(resolve))),
    state,
    stop() {
      isStarted = false;
      line.close();
    },
  };
}
