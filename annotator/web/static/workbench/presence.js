// Where this work meets other work, and the server asks who it is: other devices, other tabs, a session that ended. Fetched
// when it is first needed, and otherwise once the page has come to rest.
/** @import { Problem, ServerOutcome, Task, Told } from "./model/types.js" @import { Bench } from "./bench.js" @import { Lease, Log } from "./io/types.js" @import { Announcer } from "./view/status-line.js" */
import { ApiProblem } from "./io/api.js";
import { followJournal } from "./io/journal.js";
import { createSession } from "./io/session.js";
import { MET } from "./model/acts.js";
import { entries } from "./model/history.js";
import { mountConflicts } from "./view/conflicts.js";
import { button, h, part } from "./view/elements.js";
import { mountSignIn } from "./view/sign-in.js";

const PATIENCE = 5000;

/**
 * Attends to the document on the bench until it is unmounted. onSignedOut: the server does not know us any more.
 * @param {Bench} bench
 * @param {{id: string, lease: () => Lease | undefined, log: Log, onSignedOut: () => void,
 *   fetchTask: (id: string) => Promise<Task>}} options
 */
export function attend(bench, { id, lease, log, onSignedOut, fetchTask }) {
  const { editor } = bench;
  const isWanted = () => Boolean(lease()?.held());
  const journal = followJournal({
    editor,
    async read(after) {
      const stretch = await bench.readJournal(after);
      tellOfSchema(stretch.newest_schema);
      return stretch;
    },
    isWanted,
    onTold(told) {
      lease()?.share({ told });
      sayOf(told);
    },
    onError: (error) => error instanceof ApiProblem && error.status === 401 && onSignedOut(),
  });

  let newest = bench.task.schema.version;
  tellOfSchema(bench.task.newest_schema);

  /** Whoever has an article open finishes it under its own version, and is told so. @param {number | undefined} version of new articles */
  function tellOfSchema(version = newest) {
    if (version <= newest || editor.state.readOnly) return;
    newest = version;
    const words =
      `The schema is now version ${version}. This article is finished under version ${bench.task.schema.version}; ` +
      "new ones have the new version.";
    const told = h(
      "section",
      { class: "notice", "aria-label": "New version of the schema" },
      h("p", null, words),
      h("div", { class: "choices-row" }, button({ class: "small", onclick: () => told.remove() }, "OK")),
    );
    part("standing").append(told);
    bench.announcer.say(words);
    bench.whenUnmounted(() => told.remove());
  }

  /** @param {readonly Told[]} told */
  function sayOf(told) {
    const { past } = editor.standing();
    const news = entries(told, { past, waiting: [], state: editor.state }).filter(({ isHere }) => !isHere);
    if (news.length === 0) return;
    const words = news.length === 1 ? news[0].words : `${news.length} acts`;
    bench.say(`On another device: ${words}`, false);
  }

  /** The right to write has come to this tab. */
  function tookOver() {
    void journal.look();
    // The other tab may have left the document.
    const isLeft = fetchTask(id).then(({ task }) => task.read_only);
    isLeft.then((isOver) => isOver && location.reload()).catch(() => {});
  }

  let wasReader = editor.state.readOnly;
  /** @type {readonly Problem[]} */
  let known = editor.state.problems;
  const unsubscribe = editor.subscribe(({ problems, readOnly }) => {
    if (wasReader && !readOnly) tookOver();
    wasReader = readOnly;
    if (problems === known) return;
    const [before, now] = [known, problems];
    known = problems;
    for (const { act } of before.filter((problem) => !now.includes(problem))) {
      void log.decide(id, act.id).catch(() => {});
      lease()?.share({ decided: act.id });
    }
    for (const problem of now) if (!before.includes(problem) && problem.rule === MET) question(problem);
  });

  /** It is asked again after a reload. @param {Problem} problem */
  function question({ act, rule, ours, theirs }) {
    const change = act.changes.find(({ after }) => after?.id === ours?.id)?.id;
    /** @type {ServerOutcome} */
    const outcome = { act: act.id, status: "applied", rule, change, current: theirs };
    void log.question(id, act.id, outcome).catch(() => {});
  }

  const dropConflicts = mountConflicts(part("notices"), bench);
  bench.whenUnmounted(() => {
    unsubscribe();
    dropConflicts();
    journal.close();
  });
  return { look: () => isWanted() && journal.look() };
}

/**
 * Sees to it that the person is signed in again, without leaving the page. user: whose work this is.
 * @param {{user: string, urls: {[name: string]: string}, announcer: Announcer, onDone: (csrf: string) => void}} options
 */
export function attendSession({ user, urls, announcer, onDone }) {
  const session = createSession({
    task: () => location.href,
    signIn: urls.sign_in,
    signOut: urls.sign_out,
    account: urls.account,
  });
  const signIn = mountSignIn(part("standing"), {
    session,
    user,
    onDone: (person) => {
      announcer.say("Signed in. What waits is sent");
      renew(person.csrf);
    },
    onClose: () => document.getElementById("text")?.focus({ preventScroll: true }),
  });
  let isOut = false;
  let renewed = 0;
  /** @type {Promise<void> | null} */
  let looking = null;

  /** @param {string} csrf */
  function renew(csrf) {
    isOut = false;
    renewed = Date.now();
    signIn.close();
    onDone(csrf);
  }

  /** Asks who is signed in: after a sign-in in another tab nobody needs to do it here again. */
  function look() {
    if (!isOut) return;
    looking ??= session
      .who()
      .then((person) => (person?.name === user ? renew(person.csrf) : signIn.tell(person)))
      .catch(() => signIn.tell(null))
      .finally(() => (looking = null));
  }
  window.addEventListener("focus", look);

  return {
    /** The server does not know us any more. */
    signedOut() {
      if (isOut) return;
      isOut = true;
      // Known again a moment ago, and still not heard: that is no matter of another tab.
      if (Date.now() - renewed < PATIENCE) signIn.tell(null);
      else look();
    },
    /** The form, at once. */
    open() {
      if (isOut) signIn.open();
    },
  };
}
