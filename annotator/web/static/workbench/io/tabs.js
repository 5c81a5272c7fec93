// Which tab may write, and what the others hear of it. A courtesy between tabs of one browser: the guarantee is the fence of
// every change.
/** @import { Act, Editor, SaveState, ServerOutcome, Standing, Told } from "../model/types.js" @import { Lease } from "./types.js" */

/** What one tab tells the others: an act that was made, the server's word on one, what another device did, a problem that was
 * decided, all that is known; and what is saved.
 * @typedef {{act?: Act, outcome?: ServerOutcome, told?: readonly Told[], decided?: string, standing?: Standing, saved?: SaveState}} News */

/** Does in this tab what happened in another. @param {Editor} editor @param {News} news */
export function hear(editor, { act, outcome, told, decided, standing }) {
  if (act) editor.follow(act);
  if (outcome) editor.settle(outcome);
  if (told) editor.applyRemote(told);
  if (decided) editor.dismiss(decided);
  if (standing) editor.restore(standing);
}

/** How long a tab may take to finish before it hands over, once it has said that it will, in milliseconds. */
const PATIENCE = 3000;

/**
 * all: what a tab must know that begins to read along; it comes to it by onShared.
 * onChange(held): this tab may write, or no longer. onShared(message): what the writing tab shares.
 * yielding: what must be finished before the lease goes to another tab. wait: ms for the others to answer.
 * @param {{taskId: string, tabId: string, onChange: (held: boolean) => void, onShared?: (news: News) => void,
 *   all?: () => News, yielding?: () => Promise<void>, channel?: BroadcastChannel, wait?: number}} options @returns {Lease}
 */
export function createLease({
  taskId,
  tabId,
  onChange,
  onShared,
  all,
  yielding,
  channel = new BroadcastChannel(`task ${taskId}`),
  wait = 150,
}) {
  let held = false;
  let isOpening = false;
  /** Counts hand-overs: of two tabs that both believe they hold the lease, the later term is right. */
  let term = 0;
  let isClosed = false;
  /** @type {{kind: string, heard: (isHeard: boolean) => void, wait: (ms: number) => void} | null} */
  let awaited = null;

  /** @param {string} kind @param {{to?: string, message?: News | undefined}} [more] to: the one tab that is meant */
  function post(kind, more = {}) {
    if (!isClosed) channel.postMessage({ kind, tab: tabId, term, ...more });
  }

  /** Does another tab say this in time? @param {string} kind @returns {Promise<boolean>} */
  function says(kind) {
    return new Promise((resolve) => {
      /** @type {ReturnType<typeof setTimeout>} */
      let timer;
      const heard = (/** @type {boolean} */ isHeard) => {
        clearTimeout(timer);
        resolve(isHeard);
      };
      const waitFor = (/** @type {number} */ ms) => {
        clearTimeout(timer);
        timer = setTimeout(heard, ms, false);
      };
      waitFor(wait);
      awaited = { kind, heard, wait: waitFor };
    });
  }

  /** @param {boolean} now */
  function hold(now) {
    if (held === now || isClosed) return;
    held = now;
    onChange(held);
  }

  async function open() {
    if (held) return true;
    isOpening = true;
    post("ask");
    const isTaken = await says("held");
    isOpening = false;
    if (!isTaken) begin();
    return held;
  }

  async function takeOver() {
    if (held) return true;
    post("take");
    await says("yielded");
    begin();
    return held;
  }

  function begin() {
    term += 1;
    hold(true);
    post("held");
  }

  /** @param {string} tab */
  async function handOver(tab) {
    post("yielding", { to: tab });
    await yielding?.();
    hold(false);
    post("yielded", { message: all?.() });
  }

  /** @param {{kind: string, tab: string, term: number, message?: News}} said */
  function listen({ kind, tab, term: theirs, message }) {
    if (message && !(held && (message.standing || message.saved))) onShared?.(message);
    if (kind === "ask" && (held || (isOpening && tabId < tab)))
      post("held", { to: tab, message: held ? all?.() : undefined });
    else if (kind === "take" && held) void handOver(tab);
    else if (kind === "yielding") awaited?.wait(PATIENCE);
    else if (kind === "released" && !held && !isOpening) void open();
    else if (kind === "held" && held) {
      // Two hold it: the later hand-over is right, and of tabs that opened at once the first by name.
      if (theirs > term || (theirs === term && tab < tabId)) {
        hold(false);
        post("ask");
      } else post("held", { to: tab });
    } else if (kind === "held" || kind === "yielded") {
      term = Math.max(term, theirs);
      if (awaited?.kind === kind) awaited.heard(true);
    }
  }
  channel.onmessage = ({ data }) => {
    if (data.to === undefined || data.to === tabId) listen(data);
  };

  return {
    held: () => held,
    open,
    takeOver,
    share: (message) => post("shared", { message }),
    close() {
      if (held) post("released");
      held = false;
      isClosed = true;
      channel.onmessage = null;
      channel.close();
    },
  };
}
