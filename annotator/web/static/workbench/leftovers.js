// Documents that are not on the bench: what an earlier page left of them is sent, and of what came back the person is told.
/** @import { SaveState } from "./model/types.js" @import { Folder } from "./desk.js" @import { Leaving, Log, Violation } from "./io/types.js" */
import { part } from "./view/elements.js";
import { showReturned } from "./view/returned.js";

/** Why a document came back, in words. @param {Leaving} leaving */
function refusal({ kind, refused }) {
  const what = kind === "skip" ? "Not skipped" : "Not submitted";
  return refused?.violations.length ? `${what} yet` : `${what}: ${refused?.detail}`;
}

/**
 * titleOf: asks the server; an earlier page may not have kept it. address: where a task is opened.
 * submit: what is on the bench, though something is open.
 * @param {{log: Log, titleOf: (id: string) => Promise<string>, address: (id: string) => string, submit: () => void}} options
 */
export function createLeftovers({ log, titleOf, address, submit }) {
  /** @param {Folder} folder @param {string} words @param {readonly Violation[]} [violations] */
  async function bring({ id, title }, words, violations = []) {
    const named = title || (await titleOf(id).catch(() => "")) || "An article";
    const onClose = () => void log.forget(id).catch(() => {});
    showReturned(part("standing"), { title: named, words, violations, href: address(id), onClose });
  }

  /** @param {Folder} folder @param {Leaving} leaving that was refused */
  async function bringBack(folder, leaving) {
    const { bench, id } = folder;
    const violations = leaving.refused?.violations ?? [];
    if (!bench) return bring(folder, refusal(leaving), violations);
    bench.editor.setReadOnly(false);
    folder.warned = violations;
    if (violations.length > 0) bench.notices.ask(violations, submit);
    else bench.notices.tell(refusal(leaving));
    await log.forget(id).catch(() => {});
  }

  return {
    bring,
    bringBack,
    /** Sends what an earlier page left of these tasks. @param {readonly string[]} ids
     * @param {(id: string, title: string) => Folder} folderOf @param {(folder: Folder) => Promise<void>} hold */
    async send(ids, folderOf, hold) {
      /** Something waits, and until the log is read nobody knows how much: it must not be called saved meanwhile. @type {SaveState} */
      const elsewhere = { state: "local", waiting: 1, detail: "" };
      const left = await Promise.all(
        ids.map(async (id) => {
          const leaving = await log.leaving(id);
          return { leaving, folder: Object.assign(folderOf(id, leaving?.title ?? ""), { elsewhere }) };
        }),
      );
      for (const { folder, leaving } of left) {
        if (leaving?.refused) void bringBack(folder, leaving);
        void hold(folder);
      }
    },
  };
}
