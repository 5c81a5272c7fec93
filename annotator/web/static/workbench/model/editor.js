// The state of one document at work: what the server has, our acts on top of it, and where the person is.
/** @import { Act, Annotations, Change, Changed, Command, CommandArgs, CommandRefusal, CommandResult, Editor, EditorState, Logged, Result, ServerOutcome, Span, Task, Token } from "./types.js" */
import { accept, applyAll, Refusal } from "./changes.js";
import { COMMANDS } from "./commands.js";
import { difference, paragraphs, sentences } from "./paragraphs.js";
import { mainTrigger } from "./frames.js";
import { adoptable, adoptAll, newId, record, stacks } from "./acts.js";
import { TextIndex } from "./offsets.js";
import { tokenize } from "./tokens.js";

/**
 * history: what log.history(task.task.id) answers; brings back undo, and the acts that the server does not have yet.
 * @param {{task: Task, text?: string, tokens?: readonly Token[], history?: readonly Logged[], now?: () => number}} options
 * @returns {Editor}
 */
export function createEditor({ task, text = task.document.text, tokens, history = [], now = Date.now }) {
  const index = new TextIndex(text);
  const { schema } = task;
  /** What the server is known to have. @type {Annotations} */
  let base = {
    spans: new Map(task.annotations.spans.map((span) => [span.id, span])),
    links: new Map(task.annotations.links.map((link) => [link.id, link])),
    attributes: task.annotations.attributes,
  };
  // An act that was rewritten may be left without changes: it is no act any more.
  const kept = history.filter(({ act, state }) => act.changes.length > 0 && state !== "refused");
  /** Ours, in order, that the server has not answered. @type {Act[]} */
  let pending = kept.filter((each) => each.state === "pending").map((each) => each.act);
  /** Those among them that do not fit what the server has. @type {Set<string>} */
  const unfit = new Set();
  /** All that undo may reach, in order. @type {Act[]} */
  let past = kept.map((each) => each.act);
  /** Ours that the server took since it last told us what was changed elsewhere. @type {Act[]} */
  let recent = [];
  /** @type {Set<(state: EditorState, changed: Changed) => void>} */
  const subscribers = new Set();
  /** @type {Set<(act: Act) => void>} */
  const actListeners = new Set();

  const lines = paragraphs(text, index);
  const words = tokens ?? tokenize(text, index);
  /** @type {EditorState} */
  let state = {
    text,
    index,
    tokens: words,
    paragraphs: lines,
    sentences: sentences(index, lines),
    schema,
    annotations: replayed(),
    readOnly: task.task.read_only,
    focus: null,
    cursor: words.length > 0 ? 0 : -1,
    selection: null,
    inHand: null,
    ...stacks(past),
    status: "",
    problems: [],
  };

  /** The server's annotations with our waiting acts on top; one that does not fit any more waits for the server's word. */
  function replayed() {
    unfit.clear();
    return pending.reduce((standing, act) => {
      try {
        return applyAll(standing, act.changes, schema, index);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        unfit.add(act.id);
        return standing;
      }
    }, base);
  }

  /** @param {Partial<EditorState>} fields @param {string} reason */
  function update(fields, reason) {
    const before = state;
    state = { ...state, ...fields };
    const { annotations } = state;
    // Focus and the event in hand follow what stands: spans go, events pass to another main trigger.
    if (state.focus !== null && !annotations.spans.has(state.focus)) state.focus = null;
    if (state.inHand !== null) state.inHand = mainTrigger(annotations, schema, state.inHand)?.id ?? null;
    const changed = { ...difference(before.annotations, annotations, lines), reason };
    for (const subscriber of [...subscribers]) subscriber(state, changed);
  }

  /** @param {string} commandId @param {CommandArgs} args @returns {CommandResult | CommandRefusal} */
  function attempt(commandId, args) {
    const command = /** @type {Command | undefined} */ (COMMANDS[commandId]);
    if (!command) throw new Error(`there is no command ${commandId}`);
    try {
      const result = command(state, args);
      if (result.refused !== undefined || !result.changes?.length) return result;
      if (state.readOnly) return { refused: "This document is open for reading only", rule: "read_only" };
      if (result.annotations) return result;
      return { ...result, annotations: applyAll(state.annotations, result.changes, schema, index) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { refused: `Not done: ${error.detail}`, rule: error.rule };
    }
  }

  /** @param {string} commandId @param {CommandArgs} [args] @returns {Result} */
  function run(commandId, args = {}) {
    const result = attempt(commandId, args);
    if (result.refused !== undefined) return refused(commandId, result);
    const { changes = [], status = state.status, undoes = null, redoes = null, effect, ...fields } = result;
    if (changes.length === 0) {
      if (Object.keys(fields).length > 0 || status !== state.status) update({ ...fields, status }, commandId);
      return { ok: true, message: status, ...(effect && { effect }) };
    }
    /** @type {Act} */
    const act = { id: changes[0].act, changes, command: commandId, status, undoes, redoes, at: now() };
    pending.push(act);
    past.push(act);
    for (const listener of [...actListeners]) listener(act);
    update({ ...fields, ...record(state, act), status }, commandId);
    return { ok: true, message: status, act };
  }

  /** @param {string} commandId @param {CommandRefusal} refusal @returns {Result} */
  function refused(commandId, { refused: message, rule, confirm }) {
    // An act in whose way something stands would bar all before it from being undone.
    const stuck =
      rule &&
      rule !== "read_only" &&
      (commandId === "undo" ? state.undo : commandId === "redo" ? state.redo : []).at(-1);
    if (stuck) past = past.filter((act) => act !== stuck && act.undoes !== stuck.id);
    update({ status: message, ...(stuck && stacks(past)) }, commandId);
    return { ok: false, message, ...(rule && { rule }), ...(confirm && { confirm }) };
  }

  /** @param {string} actId */
  const isNot = (actId) => (/** @type {Act} */ act) => act.id !== actId;

  /** @param {string} actId @param {Change[]} [effects] what the server added to the act */
  function acknowledge(actId, effects = []) {
    const act = pending.find((each) => each.id === actId);
    if (!act) return;
    pending = pending.filter(isNot(actId));
    // An act that the server took and that does not fit is in what it sent us already: only its answer had been lost.
    if (unfit.delete(actId)) return;
    const whole = { ...act, changes: [...act.changes, ...effects] };
    recent.push(whole);
    base = accept(base, whole.changes);
    if (effects.length === 0) return;
    past = past.map((each) => (each.id === actId ? { ...each, changes: whole.changes } : each));
    update({ annotations: replayed(), ...stacks(past) }, "acknowledged");
  }

  /** @param {string} actId @param {ServerOutcome} outcome */
  function refuse(actId, outcome) {
    const act = pending.find((each) => each.id === actId);
    if (!act) return;
    pending = pending.filter(isNot(actId));
    past = past.filter(isNot(actId));
    const message = `Not saved: ${act.status}. ${outcome.detail ?? outcome.rule ?? ""}`.trim();
    const problem = { act: actId, rule: outcome.rule ?? "", message };
    update(
      { annotations: replayed(), ...stacks(past), status: message, problems: [...state.problems, problem] },
      "refused",
    );
  }

  /** @param {string} actId @param {Span} standing */
  function adopt(actId, standing) {
    const act = pending.find((each) => each.id === actId);
    const ours = act?.changes.find(({ kind, after }) => kind === "add_span" && isEqual(after, standing))?.after.id;
    if (ours === undefined) return;
    base = accept(base, [{ id: newId(), act: newId(), kind: "add_span", before: null, after: standing }]);
    const hasChanges = (/** @type {Act} */ each) => each.changes.length > 0;
    pending = adoptAll(pending, ours, standing).filter(hasChanges);
    past = adoptAll(past, ours, standing).filter(hasChanges);
    const focus = state.focus === ours ? standing.id : state.focus;
    const inHand = state.inHand === ours ? standing.id : state.inHand;
    update({ annotations: replayed(), ...stacks(past), focus, inHand }, "adopted");
  }

  /** @param {Change[]} changes */
  function applyRemote(changes) {
    const told = new Set(changes.map((change) => change.act));
    const isUntold = (/** @type {Act} */ act) => !told.has(act.id);
    pending = pending.filter(isUntold);
    // What the server took from us and does not tell here came after what it tells, as far as it follows from it.
    recent = recent.filter(isUntold);
    const ours = recent.flatMap((act) => act.changes);
    base = accept(accept(base, changes), ours, { ifFits: true });
    update({ annotations: replayed() }, "remote");
  }

  return {
    get state() {
      return state;
    },
    subscribe: (listener) => listen(subscribers, listener),
    onAct: (listener) => listen(actListeners, listener),
    run,
    settle(outcome) {
      const act = pending.find((each) => each.id === outcome.act);
      if (outcome.status === "applied") acknowledge(outcome.act, outcome.effects);
      else if (adoptable(act, outcome) !== null) adopt(outcome.act, outcome.current);
      else refuse(outcome.act, outcome);
    },
    acknowledge,
    refuse,
    adopt,
    applyRemote,
    setReadOnly: (readOnly) => update({ readOnly }, "mode"),
    dismiss: (actId) => update({ problems: state.problems.filter((problem) => problem.act !== actId) }, "mode"),
  };
}

/** @param {Span} a @param {Span} b */
const isEqual = (a, b) => a.label === b.label && a.start === b.start && a.end === b.end;

/** @template Listener @param {Set<Listener>} listeners @param {Listener} listener */
function listen(listeners, listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
