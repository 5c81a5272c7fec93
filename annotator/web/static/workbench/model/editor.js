// The state of one document at work: what the server has, our acts on top of it, and where the person is.
/** @import { Act, Changed, Command, CommandArgs, CommandRefusal, CommandResult, Editor, EditorState, Logged, Problem, Result, Sentence, ServerOutcome, Span, Task, Token } from "./types.js" */
import { adoptable, Ledger, MET, met, refusalOf } from "./acts.js";
import { applyAll, Refusal } from "./changes.js";
import { COMMANDS, record, stacks } from "./commands.js";
import { difference, paragraphs, sentences } from "./paragraphs.js";
import { heldBy } from "./frames.js";
import { TextIndex } from "./offsets.js";
import { tokenize } from "./tokens.js";

/** What there is to be read off the text of a document: once, and ahead of its opening where somebody has the time. */
class Reading {
  /** @param {string} text */
  constructor(text) {
    this.index = new TextIndex(text);
    this.paragraphs = paragraphs(text, this.index);
    /** @private @type {readonly Token[] | null} */
    this.words = null;
    /** @private @type {readonly Sentence[] | null} */
    this.said = null;
  }

  tokens() {
    return (this.words ??= tokenize(this.index.text, this.index));
  }

  sentences() {
    return (this.said ??= sentences(this.index, this.paragraphs));
  }
}

/** @type {WeakMap<object, Reading>} */
const readings = new WeakMap();

/** @param {Task["document"]} document the same one reads the same */
export function readingOf(document) {
  const reading = readings.get(document) ?? new Reading(document.text);
  readings.set(document, reading);
  return reading;
}

/**
 * history: what log.history(task.task.id) answers; brings back undo, and the acts that the server does not have yet.
 * @param {{task: Task, history?: readonly Logged[], now?: () => number}} options
 * @returns {Editor}
 */
export function createEditor({ task, history = [], now = Date.now }) {
  const { schema } = task;
  const reading = readingOf(task.document);
  const { index, paragraphs: lines } = reading;
  const ledger = new Ledger({ task, history, index });
  /** @type {Set<(state: EditorState, changed: Changed) => void>} */
  const subscribers = new Set();
  /** @type {Set<(act: Act) => void>} */
  const actListeners = new Set();

  const words = reading.tokens();
  /** @type {EditorState} */
  let state = {
    text: index.text,
    index,
    tokens: words,
    paragraphs: lines,
    sentences: reading.sentences(),
    schema,
    annotations: ledger.standing(),
    readOnly: task.task.read_only,
    focus: null,
    cursor: words.length > 0 ? 0 : -1,
    selection: null,
    inHand: null,
    readings: null,
    unseen: new Set(),
    ...stacks(ledger.past),
    status: "",
    problems: [],
  };
  state.problems = history.flatMap(({ act, state: said, outcome }) => {
    if (said === "refused" && outcome && act.changes.length > 0) return [refusalOf(act, outcome)];
    const ours = outcome?.rule === MET && act.changes.find(({ id }) => id === outcome.change)?.after;
    return outcome && ours ? [met(act, ours, outcome.current, schema)].filter(stands) : [];
  });

  /** Two that met matter as long as both are there. @param {Problem} problem */
  function stands({ rule, ours, theirs }) {
    const { spans } = state.annotations;
    return rule !== MET || (spans.has(ours?.id ?? "") && spans.has(theirs?.id ?? ""));
  }

  /** @param {Partial<EditorState>} fields @param {string} reason */
  function update(fields, reason) {
    const before = state;
    state = { ...state, ...fields };
    const { annotations } = state;
    // Focus and the event in hand follow what stands: spans go, events pass to another main trigger.
    if (state.focus !== null && !annotations.spans.has(state.focus)) state.focus = null;
    if (state.focus !== null && state.unseen.has(state.focus)) state.unseen = without(state.unseen, state.focus);
    if (state.inHand !== null) state.inHand = heldBy(annotations, schema, state.inHand)?.id ?? null;
    if (!state.problems.every(stands)) state.problems = state.problems.filter(stands);
    const changed = { ...difference(before.annotations, annotations, lines), reason };
    for (const subscriber of [...subscribers]) subscriber(state, changed);
  }

  /** What stands may be another thing now. @param {string} reason @param {Partial<EditorState>} [fields] */
  const redraw = (reason, fields) =>
    update({ annotations: ledger.standing(), ...stacks(ledger.past), ...fields }, reason);

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
    const { changes = [], status = state.status, undoes = null, redoes = null, settles, effect, ...rest } = result;
    const fields = settles ? { ...rest, problems: undecided(state.problems, settles) } : rest;
    if (changes.length === 0) {
      if (Object.keys(fields).length > 0 || status !== state.status) update({ ...fields, status }, commandId);
      return { ok: true, message: status, ...(effect && { effect }) };
    }
    /** @type {Act} */
    const act = { id: changes[0].act, changes, command: commandId, status, undoes, redoes, at: now() };
    ledger.add(act, true);
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
    if (stuck) ledger.past = ledger.past.filter((act) => act !== stuck && act.undoes !== stuck.id);
    update({ status: message, ...(stuck && stacks(ledger.past)) }, commandId);
    return { ok: false, message, ...(rule && { rule }), ...(confirm && { confirm }) };
  }

  /** @param {ServerOutcome} outcome */
  function take(outcome) {
    if (ledger.take(outcome)) redraw("acknowledged");
  }

  /** @param {string} actId @param {ServerOutcome} outcome */
  function refuse(actId, outcome) {
    const act = ledger.drop(actId);
    if (!act) return;
    const problem = refusalOf(act, outcome);
    redraw("refused", { status: problem.message, problems: [...state.problems, problem] });
  }

  /** @param {string} actId @param {Span} standing */
  function adopt(actId, standing) {
    const act = ledger.pending.find((each) => each.id === actId);
    const ours = act?.changes.find(({ kind, after }) => kind === "add_span" && isEqual(after, standing))?.after.id;
    if (ours === undefined) return;
    ledger.adopt(ours, standing);
    const focus = state.focus === ours ? standing.id : state.focus;
    const inHand = state.inHand === ours ? standing.id : state.inHand;
    redraw("adopted", { focus, inHand });
  }

  return {
    get state() {
      return state;
    },
    subscribe: (listener) => listen(subscribers, listener),
    onAct: (listener) => listen(actListeners, listener),
    run,
    follow(act) {
      if (ledger.past.some(({ id }) => id === act.id)) return;
      ledger.add(act, false);
      redraw("remote");
    },
    exchange: (changes, send) => ledger.exchange(changes, send),
    standing: () => ({
      known: ledger.known,
      isBehind: ledger.latest > ledger.known,
      waiting: ledger.pending,
      past: ledger.past,
    }),
    snapshot: () => ({ ...ledger.snapshot(), problems: state.problems }),
    restore(standing) {
      ledger.restore(standing);
      redraw("remote", { problems: standing.problems });
    },
    settle(outcome) {
      const act = ledger.pending.find((each) => each.id === outcome.act);
      if (outcome.status === "applied") take(outcome);
      else if (adoptable(act, outcome) !== null) adopt(outcome.act, outcome.current);
      else refuse(outcome.act, outcome);
    },
    refuse,
    adopt,
    applyRemote(changes) {
      const problems = [...state.problems, ...ledger.read(changes)];
      redraw("remote", { problems });
    },
    setReadOnly: (readOnly) => update({ readOnly }, "mode"),
    dismiss: (actId) => update({ problems: undecided(state.problems, [actId]) }, "mode"),
  };
}

/** @template Item @param {ReadonlySet<Item>} items @param {Item} gone @returns {ReadonlySet<Item>} */
const without = (items, gone) => new Set([...items].filter((item) => item !== gone));

/** @param {readonly Problem[]} problems @param {readonly string[]} decided ids of acts */
const undecided = (problems, decided) => problems.filter(({ act }) => !decided.includes(act.id));

/** @param {Span} a @param {Span} b */
const isEqual = (a, b) => a.label === b.label && a.start === b.start && a.end === b.end;

/** @template Listener @param {Set<Listener>} listeners @param {Listener} listener */
function listen(listeners, listener) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
