import { apply, complete, Refusal } from "../../../annotator/web/static/workbench/model/changes.js";
import { TextIndex } from "../../../annotator/web/static/workbench/model/offsets.js";
import { ApiProblem, NetworkFailure } from "../../../annotator/web/static/workbench/io/api.js";
import { EVENTS, NEWS } from "./make.js";

/** The server's side of saving, in memory: acts whole, each once, in order; it can be told how to fail. */
export class FakeServer {
  constructor({ schema = EVENTS, text = NEWS } = {}) {
    this.schema = schema;
    this.index = new TextIndex(text);
    this.annotations = { spans: new Map(), links: new Map(), comments: new Map(), attributes: {} };
    /** Every change that was ever applied, in order. */
    this.journal = [];
    /** The acts of each request. */
    this.requests = [];
    /** What happens to the next requests: (changes) => error, or null for none; "lost" loses the answer. */
    this.faults = [];
    this.send = this.send.bind(this);
  }

  async send(changes) {
    await null;
    this.requests.push([...new Set(changes.map(({ act }) => act))]);
    const fault = this.faults.shift()?.(changes) ?? null;
    if (fault && fault !== "lost") throw fault;
    const answer = this.take(structuredClone(changes));
    if (fault === "lost") throw new NetworkFailure("the answer was lost");
    return structuredClone(answer);
  }

  take(changes) {
    const outcomes = [];
    for (const act of new Set(changes.map((change) => change.act))) {
      const steps = changes.filter((change) => change.act === act);
      const known = new Set(this.journal.map(({ id }) => id));
      outcomes.push(
        steps.every(({ id }) => known.has(id)) ? { act, status: "applied", effects: [] } : this.act(act, steps),
      );
    }
    return { revision: this.journal.length, outcomes };
  }

  act(act, changes) {
    let standing = this.annotations;
    const done = [];
    try {
      for (const change of changes)
        for (const step of complete(standing, change, this.schema, this.index)) {
          standing = apply(standing, step, this.schema, this.index);
          done.push(step);
        }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { rule, detail, current, change } = error;
      return { act, status: "refused", rule, detail, current, change };
    }
    this.annotations = standing;
    this.journal.push(...done);
    return { act, status: "applied", effects: done.filter(({ id }) => !changes.some((change) => change.id === id)) };
  }
}

export const offline = () => new NetworkFailure("no network");
export const lost = () => "lost";
export const problem =
  (status, rule, detail = "so it is") =>
  () =>
    new ApiProblem(status, { rule, detail });

/** A clock whose timers run when told. */
export class FakeClock {
  constructor() {
    this.timers = new Map();
    this.pauses = [];
    this.next = 1;
    this.random = () => 0.5;
    this.setTimeout = (run, ms) => {
      this.pauses.push(ms);
      this.timers.set(this.next, run);
      return this.next++;
    };
    this.clearTimeout = (timer) => this.timers.delete(timer);
  }

  /** Let every timer that is set go off. */
  async ring() {
    const due = [...this.timers.values()];
    this.timers.clear();
    for (const run of due) run();
    await quiet();
  }
}

/** Let everything that waits for nothing but promises come to rest. */
export async function quiet() {
  for (let time = 0; time < 5; time += 1) await new Promise((resolve) => setImmediate(resolve));
}
