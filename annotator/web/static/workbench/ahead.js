// What comes next: fetched and reserved before it is asked for; and what is shown when there is nothing.
/** @import { Task } from "./model/types.js" @import { Desk, Opened } from "./desk.js" */
import { readingOf } from "./model/editor.js";
import { part } from "./view/elements.js";
import "./model/checks.js";
import "./view/skip.js";

/** Not every browser tells when it is idle. */
const idle = () =>
  new Promise((resolve) => ("requestIdleCallback" in window ? requestIdleCallback(resolve) : setTimeout(resolve, 200)));

/** How many documents. */
const AHEAD = 2;
/** How long everything must have been saved before, and how soon and late it is asked for again after trouble (ms). */
const PAUSE = 1000;
const RETRY = 5000;
const LATEST = 60_000;

/**
 * fetchNext: the next task but for those in hand; null: nothing is left. show: puts it on the bench. rest: says
 * why nothing is there.
 * @param {{desk: Desk, fetchNext: (besides: string[]) => Promise<Task | null>, show: (opened: Opened) => void,
 *   rest: (words: string) => void, myTasks: string}} options
 */
export function createAhead({ desk, fetchNext, show, rest, myTasks }) {
  const { folders, isResting, opened } = desk;
  /** @type {Opened[]} */
  let ready = [];
  let isLooking = false;
  let failures = 0;
  /** Nothing was left when it was last asked for. */
  let isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const isWanted = () => !isOver && ready.length < AHEAD && (isResting() || desk.state().state === "saved");

  async function look() {
    clearTimeout(timer);
    timer = undefined;
    if (isLooking) return;
    isLooking = true;
    try {
      while (isWanted()) await fetchOne();
      failures = 0;
    } catch (error) {
      const why = error instanceof Error ? error.message : error;
      if (isResting()) rest(`The next article cannot be had yet: ${why}. It is asked for again by itself.`);
      timer = setTimeout(look, isResting() ? RETRY : Math.min(LATEST, RETRY * 2 ** failures));
      failures += 1;
    }
    isLooking = false;
    if (isResting() && isOver) await finish();
  }

  async function fetchOne() {
    const task = await fetchNext([...folders.keys(), ...ready.map((each) => each.task.task.id)]);
    if (!task) {
      isOver = true;
      return;
    }
    const next = await opened(task);
    // Asked only now: somebody may have gone on meanwhile, and waits for just this one.
    if (isResting()) show(next);
    else await prepare(next);
  }

  /** A long text takes longer to read than a key may wait: that is done while nobody asks anything. @param {Opened} next */
  async function prepare(next) {
    ready.push(next);
    const reading = readingOf(next.task.document);
    for (const read of [() => reading.tokens(), () => reading.sentences()]) {
      await idle();
      read();
    }
  }

  /** To the list, once nothing waits and nothing came back. */
  async function finish() {
    rest("Nothing is left to do.");
    await Promise.all([...folders.values()].map(({ outbox }) => outbox.drained()));
    if (isResting() && !part("standing").querySelector(".returned")) location.assign(myTasks);
  }

  return {
    /** Everything is saved, or the network is back: a good time. */
    lookSoon() {
      if (isWanted()) timer ??= setTimeout(look, PAUSE);
    },
    /** The next one, if it is here. What has expired may be somebody else's by now. @returns {Opened | null} */
    take() {
      ready = ready.filter(({ task: { task } }) => !task.expires || Date.parse(task.expires) > Date.now());
      isOver = false;
      return ready.shift() ?? null;
    },
    /** At once; where the bench is empty the next one is shown as soon as it is here. */
    look: () => void look(),
    /** It was opened in another way. @param {string} id of a task */
    drop(id) {
      ready = ready.filter(({ task }) => task.task.id !== id);
    },
  };
}
