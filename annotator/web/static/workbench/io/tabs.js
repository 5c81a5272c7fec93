// Which tab may write. A courtesy between tabs of one browser: the guarantee is the fence of every change.
/** @import { Lease } from "./types.js" */

/**
 * onChange(held): this tab may write, or no longer. onShared(message): what the writing tab shares.
 * yielding: what must be finished before the lease goes to another tab. wait: ms for the others to answer.
 * @param {{taskId: string, tabId: string, onChange: (held: boolean) => void, onShared?: (message: any) => void,
 *   yielding?: () => Promise<void>, channel?: BroadcastChannel, wait?: number}} options @returns {Lease}
 */
export function createLease({
  taskId,
  tabId,
  onChange,
  onShared,
  yielding,
  channel = new BroadcastChannel(`task ${taskId}`),
  wait = 150,
}) {
  let held = false;
  let isOpening = false;
  /** Counts hand-overs: of two tabs that both believe they hold the lease, the later term is right. */
  let term = 0;
  let isClosed = false;
  /** @type {{kind: string, heard: (isHeard: boolean) => void} | null} */
  let awaited = null;

  /** @param {string} kind @param {{to?: string, message?: any}} [more] to: the one tab that is meant */
  function post(kind, more = {}) {
    if (!isClosed) channel.postMessage({ kind, tab: tabId, term, ...more });
  }

  /** Does another tab say this in time? @param {string} kind @returns {Promise<boolean>} */
  function says(kind) {
    return new Promise((resolve) => {
      const heard = (/** @type {boolean} */ isHeard) => {
        clearTimeout(timer);
        resolve(isHeard);
      };
      const timer = setTimeout(heard, wait, false);
      awaited = { kind, heard };
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

  async function handOver() {
    await yielding?.();
    hold(false);
    post("yielded");
  }

  /** @param {{kind: string, tab: string, term: number, message?: any}} said */
  function hear({ kind, tab, term: theirs, message }) {
    if (kind === "shared") onShared?.(message);
    else if (kind === "ask" && (held || (isOpening && tabId < tab))) post("held", { to: tab });
    else if (kind === "take" && held) void handOver();
    else if (kind === "released" && !held && !isOpening) void open();
    else if (kind === "held" && held) {
      // Two hold it: the later hand-over is right, and of tabs that opened at once the first by name.
      if (theirs > term || (theirs === term && tab < tabId)) hold(false);
      else post("held", { to: tab });
    } else if (kind === "held" || kind === "yielded") {
      term = Math.max(term, theirs);
      if (awaited?.kind === kind) awaited.heard(true);
    }
  }
  channel.onmessage = ({ data }) => {
    if (data.to === undefined || data.to === tabId) hear(data);
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
