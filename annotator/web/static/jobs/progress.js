// How far long work is, asked again and again; when it has ended, the page as the server tells it.

const EVERY = 1000;
const LONGEST = 30_000;

/** @param {string} id */
function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

const job = part("job");
const share = /** @type {HTMLProgressElement} */ (part("job-share"));
const url = job.dataset.url ?? "";
const TITLES = /** @type {Record<string, string>} */ ({ waiting: "Waiting", running: "Running" });
let pause = EVERY;

/** Change what is read only where it says something else: what is announced is announced once.
 * @param {string} id @param {string} words */
function say(id, words) {
  const element = part(id);
  if (words && element.textContent !== words) element.textContent = words;
}

/** @param {{state: string, is_stopping: boolean, progress: {done: number, of: number, share: number, words: string}}} told */
function show({ state, is_stopping, progress }) {
  const percent = `${Math.round(100 * progress.share)} %`;
  share.value = progress.share;
  share.textContent = percent;
  say("job-percent", percent);
  say("job-words", progress.words);
  if (progress.of > 1) say("job-steps", `${progress.done} of ${progress.of}`);
  const icon = part("job-state");
  icon.className = `state state-${state}`;
  say("job-state", is_stopping ? "Stopping" : (TITLES[state] ?? state));
}

async function look() {
  // Nobody looks at a page behind another one.
  if (!document.hidden) {
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!response.ok) throw new Error(String(response.status));
      const told = await response.json();
      if (told.ended) {
        location.reload();
        return;
      }
      show(told);
      pause = EVERY;
    } catch {
      // Offline, or signed out elsewhere: less and less often.
      pause = Math.min(2 * pause, LONGEST);
    }
  }
  setTimeout(look, pause);
}

document.addEventListener("visibilitychange", () => {
  pause = EVERY;
});
setTimeout(look, EVERY);
