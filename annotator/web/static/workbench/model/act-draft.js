// An act in the making: each step is completed and checked against what stood after the step before it.
/** @import { Change, ChangeKind, EditorState, Link, Range, Span } from "./types.js" */
import { complete } from "./cascade.js";
import { commit, Draft } from "./changes.js";
import { newId } from "./ids.js";

export class ActDraft {
  /** @param {EditorState} state */
  constructor({ annotations, schema, index }) {
    this.schema = schema;
    this.index = index;
    this.draft = new Draft(annotations);
    this.id = newId();
    /** @type {Change[]} */
    this.changes = [];
  }

  /** @param {ChangeKind} kind @param {any} before @param {any} after */
  add(kind, before, after) {
    const change = { id: newId(), act: this.id, kind, before, after };
    for (const step of complete(this.draft, change, this.schema, this.index)) {
      commit(this.draft, step, this.schema, this.index);
      this.changes.push(step);
    }
  }

  /** @param {string} label @param {Range} range @returns {Span} */
  addSpan(label, { start, end }) {
    const quote = this.index.slice(start, end);
    const span = { id: newId(), label, start, end, quote, attributes: {}, origin: "human" };
    this.add("add_span", null, span);
    return span;
  }

  /** @param {Span} span @param {Partial<Span>} fields */
  changeSpan(span, fields) {
    this.add("change_span", span, { ...span, ...fields });
  }

  /** @param {string} role @param {Span} from @param {Span} to @returns {Link} */
  addLink(role, from, to) {
    const link = { id: newId(), role, from: from.id, to: to.id };
    this.add("add_link", null, link);
    return link;
  }

  /** What a command answers: the act, and what stands after it. */
  done() {
    return { changes: this.changes, annotations: this.draft.finish() };
  }
}
