// What was done to a document elsewhere: read from the server's journal when an answer says that there is more, when the
// page is looked at again, and now and then.
/** @import { Editor, Told } from "../model/types.js" */

/** How often the journal is looked into while the page is seen, in milliseconds. */
const EVERY = 30_000;

/** read: a stretch of the journal behind a revision; `next` where there is more.
 * @typedef {(after: number) => Promise<{changes: Told[], next: number | null}>} Read */

/**
 * isWanted: whether this tab follows the journal now; of several tabs that is the one that may write.
 * onTold: what was done elsewhere, and here, since the last time; the editor knows of it.
 * @param {{editor: Editor, read: Read, isWanted: () => boolean, onTold: (told: readonly Told[]) => void,
 *   onError?: (error: unknown) => void, page?: {addEventListener: EventTarget["addEventListener"],
 *   removeEventListener: EventTarget["removeEventListener"], readonly visibilityState: string},
 *   network?: EventTarget, every?: number}} options onError: it was not read; it is tried again by itself
 */
export function followJournal({
  editor,
  read,
  isWanted,
  onTold,
  onError,
  page = document,
  network = window,
  every = EVERY,
}) {
  /** @type {Promise<void> | null} */
  let reading = null;
  let isAskedAgain = false;
  let isOver = false;

  /** Reads what is behind the known revision, all of it, before any of it is shown. */
  async function follow() {
    /** @type {Told[]} */
    const told = [];
    /** @type {number | null} */
    let after = editor.standing().known;
    while (after !== null) {
      const stretch = await read(after);
      told.push(...stretch.changes);
      after = stretch.next;
    }
    if (isOver || told.length === 0) return;
    editor.applyRemote(told);
    onTold(told);
  }

  /** @returns {Promise<void>} once all that is there now was read, or could not be */
  function look() {
    if (reading) isAskedAgain = true;
    reading ??= (async () => {
      do {
        isAskedAgain = false;
        await follow();
      } while (isAskedAgain && !isOver);
    })()
      .catch((error) => onError?.(error))
      .finally(() => (reading = null));
    return reading;
  }

  function glance() {
    if (!isOver && isWanted() && page.visibilityState === "visible") void look();
  }

  const timer = setInterval(glance, every);
  network.addEventListener("focus", glance);
  network.addEventListener("online", glance);
  page.addEventListener("visibilitychange", glance);
  return {
    look,
    close() {
      isOver = true;
      clearInterval(timer);
      network.removeEventListener("focus", glance);
      network.removeEventListener("online", glance);
      page.removeEventListener("visibilitychange", glance);
    },
  };
}
