// The history of a document, newest first, and the way back to what stood before an act.
/** @import { CommandArgs, Told } from "../model/types.js" @import { Entry } from "../model/history.js" @import { Bench } from "../bench.js" */
import { MOST_CHANGES } from "../model/changes.js";
import { entries, ownEntries, wayBack } from "../model/history.js";
import { dialog } from "./dialog.js";
import { button, h } from "./elements.js";

/** How many changes are fetched at a time; the journal gives no more at once. */
const STRETCH = 500;

/** @param {Bench} bench @param {CommandArgs} _ */
export async function open(bench, _) {
  const { editor } = bench;
  /** @type {Told[]} */
  let told = [];
  let isAlone = false;
  /** The revision behind which the stretch that is shown begins. */
  let from = Infinity;

  const list = h("ol", { class: "acts", reversed: true });
  const said = h("p", { class: "hint", role: "status" }, "The history is being fetched …");
  const more = button({ onclick: () => void earlier(), hidden: true }, "Show earlier acts");
  const box = dialog("History", "history", said, list, h("div", { class: "dialog-foot" }, more));

  /** Fetches the stretch before the one that is shown. */
  async function earlier() {
    more.disabled = true;
    const until = Math.min(from, editor.standing().known);
    const start = Math.max(0, until - STRETCH);
    const found = await stretch(start, from);
    told = [...found, ...told];
    from = start;
    await latest();
    draw();
    more.disabled = false;
  }

  /** @param {number} after @param {number} end not further than this revision */
  async function stretch(after, end) {
    /** @type {Told[]} */
    const found = [];
    for (let next = /** @type {number | null} */ (after); next !== null && next < end;) {
      const { changes, next: behind } = await bench.readJournal(next);
      found.push(...changes.filter(({ revision }) => revision <= end));
      next = behind;
    }
    return found;
  }

  /** Oldest first. @returns {Entry[]} */
  function shown() {
    const { past, waiting } = editor.standing();
    if (isAlone) return ownEntries(past, waiting);
    return entries(told, { past, waiting, state: editor.state });
  }

  function draw() {
    const acts = shown();
    // The first act of a stretch may have begun in the one before.
    const isCut = from > 0 && !isAlone;
    const rows = acts.map((entry, at) => rowOf(entry, !(isCut && at === 0), acts.length - at));
    list.replaceChildren(...rows.reverse());
    more.hidden = !isCut;
    const here = isAlone ? "The server cannot be reached: these are the acts of this browser. " : "";
    said.textContent = acts.length === 0 ? `${here}Nothing has been done yet.` : `${here}The newest act comes first.`;
  }

  /** @param {Entry} entry @param {boolean} isWhole @param {number} count acts from this one to the newest */
  function rowOf(entry, isWhole, count) {
    const { words, at, isHere, isWaiting } = entry;
    const moment = new Date(at);
    const where = isWaiting ? "on this device, not sent yet" : isHere ? "on this device" : "elsewhere";
    const name = count === 1 ? "Take it back" : "Back to before this";
    const back =
      !editor.state.readOnly &&
      isWhole &&
      button({ class: "small", "aria-label": `${name}: ${words}`, onclick: () => void goBack(entry) }, name);
    return h(
      "li",
      null,
      h("span", { class: "act-words" }, words),
      h("span", { class: "act-when" }, h("time", { datetime: moment.toISOString() }, timeOf(moment)), `, ${where}`),
      back,
    );
  }

  /** What was on its way when the journal was read, and has arrived since. */
  async function latest() {
    const last = told.at(-1)?.revision ?? from;
    if (!isAlone && editor.standing().known > last) told = [...told, ...(await stretch(last, Infinity))];
  }

  /** @param {Entry} entry */
  async function goBack(entry) {
    await latest().catch(() => {});
    const acts = shown();
    const since = acts.slice(acts.findIndex(({ id }) => id === entry.id));
    const count = since.length;
    const { changes, left } = wayBack(editor.state, since);
    if (changes.length > MOST_CHANGES) {
      said.textContent = `Too far at once: ${changes.length} changes, and one act takes at most ${MOST_CHANGES}. Choose a later act first.`;
      return;
    }
    box.close();
    const partly = left.length > 0 ? `; not taken back: ${left.join("; ")}` : "";
    if (changes.length === 0) return bench.say(`Nothing to take back${partly}`);
    const status = `Back to before “${entry.words}”: ${count === 1 ? "1 act" : `${count} acts`} taken back${partly}`;
    bench.run("remake", { changes, status });
  }

  try {
    await earlier();
  } catch {
    isAlone = true;
    draw();
  }
}

/** The time of today, else the day too. @param {Date} moment */
function timeOf(moment) {
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday
    ? moment.toLocaleTimeString([], { timeStyle: "short" })
    : moment.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
