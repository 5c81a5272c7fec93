// Back and forward in the browser's own history, from document to document.
/** @import { Desk, Opened } from "./desk.js" */

/** @typedef {{task: string, step: number}} Stop a document in the browser's history, and its number there */

/** Begins at what is on the bench. @param {{desk: Desk, onShow: (opened: Opened) => void}} options onShow: before a document is shown */
export function mountTravel({ desk, onShow }) {
  // After a reload the browser still knows the stops before.
  let step = history.state?.step ?? 0;
  history.replaceState({ task: desk.folder().id, step }, "");

  /** Opens the document of a stop; where that cannot be, goes back to where the person is. @param {Stop | null} to */
  async function travel(to) {
    if (!to) return location.reload();
    if (to.task === desk.folder().id && !desk.isResting()) return void (step = to.step);
    try {
      if (desk.folders.get(to.task)?.outbox.state().waiting) throw new Error("what was done there is still being sent");
      const task = await desk.fetchTask(to.task);
      const found = await desk.opened(task);
      // The person may have gone on meanwhile.
      if (history.state?.step !== to.step) return;
      if (task.task.read_only) return location.reload();
      step = to.step;
      onShow(found);
      desk.show(found);
    } catch (error) {
      desk.bench().say(`Not opened: ${error instanceof Error ? error.message : error}`);
      history.go(step - to.step);
    }
  }
  window.addEventListener("popstate", ({ state }) => void travel(state));

  return {
    /** A document comes into the browser's history. @param {string} id of a task */
    goOn(id) {
      step += 1;
      history.pushState({ task: id, step }, "", desk.address("task", id));
    },
  };
}
