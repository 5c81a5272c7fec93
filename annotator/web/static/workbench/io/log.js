// The durable log of this browser: every act before it is sent, and afterwards for undo. One log per user, so that
// nobody's acts are ever sent as somebody else's.
/** @import { Logged, Place } from "../model/types.js" @import { Leaving, Log } from "./types.js" */

/** @typedef {Logged & {task: string, id: string, at: number}} Entry at: when it came to its state (ms) */
/**
 * @typedef {object} Shelf where entries are kept, in the order they came; and of each task how it was left, and the place in it
 * @property {(entry: Entry) => Promise<void>} add resolves when no crash can lose it
 * @property {(task: string) => Promise<Entry[]>} all
 * @property {(task: string, id: string, change: (entry: Entry) => Entry) => Promise<void>} change
 * @property {(task: string) => Promise<void>} clear takes away what is settled of a task
 * @property {(before: number) => Promise<void>} prune takes away what was settled of any task before
 * @property {(task: string, leaving: Leaving | null) => Promise<void>} leave resolves when no crash can lose it
 * @property {(task: string) => Promise<Leaving | null>} leaving
 * @property {(task: string, place: Place) => Promise<void>} keepPlace
 * @property {(task: string) => Promise<Place | null>} place
 * @property {() => Promise<string[]>} unsent tasks with an entry that waits, or that were left
 * @property {() => void} close
 */

/** @param {string} dbName one per user @returns {Promise<Log>} rejects where the browser keeps nothing: use memoryLog then */
export async function openLog(dbName) {
  return createLog(databaseShelf(await openDatabase(dbName)));
}

/** The same without a disk: for tests, and for browsers that keep nothing. @returns {Log} */
export const memoryLog = () => createLog(memoryShelf());

/** @param {Shelf} shelf @param {() => number} [now] @returns {Log} */
export function createLog(shelf, now = Date.now) {
  /** @param {string} task @param {string} actId @param {(entry: Entry) => Partial<Entry>} change */
  const change = (task, actId, change) =>
    shelf.change(task, actId, (entry) => ({ ...entry, ...change(entry), at: now() }));
  /** Of places that change faster than they are written only the last counts. @type {Map<string, Place>} */
  const places = new Map();
  /** @type {Promise<void> | null} */
  let placing = null;
  async function keepPlaces() {
    for (const [task, place] of places) {
      places.delete(task);
      await shelf.keepPlace(task, place);
    }
  }
  return {
    append: (task, act) => shelf.add({ task, id: act.id, act, state: "pending", outcome: null, at: now() }),
    acknowledge: (task, actId, effects = []) =>
      change(task, actId, ({ act }) => ({
        state: "acknowledged",
        act: effects.length > 0 ? { ...act, changes: [...act.changes, ...effects] } : act,
      })),
    refuse: (task, actId, outcome) => change(task, actId, () => ({ state: "refused", outcome })),
    question: (task, actId, outcome) => change(task, actId, () => ({ outcome })),
    decide: (task, actId) =>
      change(task, actId, ({ state }) => ({ state: state === "refused" ? "decided" : state, outcome: null })),
    replace: (task, act) => change(task, act.id, () => ({ act })),
    pending: async (task) => (await shelf.all(task)).filter((entry) => entry.state === "pending").map(({ act }) => act),
    history: async (task) => (await shelf.all(task)).map(({ act, state, outcome }) => ({ act, state, outcome })),
    clear: shelf.clear,
    prune: shelf.prune,
    leave: shelf.leave,
    leaving: shelf.leaving,
    forget: (task) => shelf.leave(task, null),
    keepPlace(task, place) {
      places.set(task, place);
      placing ??= keepPlaces().finally(() => (placing = null));
      return placing;
    },
    place: shelf.place,
    unsent: shelf.unsent,
    close: () => shelf.close(),
  };
}

/** @returns {Shelf} */
export function memoryShelf() {
  /** @type {Entry[]} */
  let entries = [];
  /** @type {Map<string, Leaving>} */
  const leavings = new Map();
  /** @type {Map<string, Place>} */
  const places = new Map();
  const isPending = (/** @type {Entry} */ { state }) => state === "pending";
  const isOpen = (/** @type {Entry} */ { state }) => !SETTLED.some((each) => each === state);
  return {
    async add(entry) {
      if (entries.some(({ task, id }) => task === entry.task && id === entry.id))
        throw new Error(`act ${entry.id} is in the log already`);
      entries.push(structuredClone(entry));
    },
    all: async (task) => structuredClone(entries.filter((entry) => entry.task === task)),
    async change(task, id, change) {
      entries = entries.map((entry) =>
        entry.task === task && entry.id === id ? structuredClone(change(entry)) : entry,
      );
    },
    async clear(task) {
      entries = entries.filter((entry) => entry.task !== task || isOpen(entry));
    },
    async prune(before) {
      entries = entries.filter((entry) => entry.at >= before || isOpen(entry));
    },
    async leave(task, leaving) {
      if (leaving) leavings.set(task, structuredClone(leaving));
      else leavings.delete(task);
    },
    leaving: async (task) => structuredClone(leavings.get(task) ?? null),
    keepPlace: async (task, place) => void places.set(task, { ...place }),
    place: async (task) => places.get(task) ?? null,
    unsent: async () => [...new Set([...entries.filter(isPending).map(({ task }) => task), ...leavings.keys()])],
    close() {},
  };
}

const ACTS = "acts";
const LEAVINGS = "leavings";
const PLACES = "places";
/** What is over: a refused act is not, until a person has decided what becomes of it. */
const SETTLED = /** @type {const} */ (["acknowledged", "decided"]);
/** Above any text or number, as IndexedDB orders keys. @type {never[]} */
const LAST = [];

/** @param {string} name @returns {Promise<IDBDatabase>} */
function openDatabase(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request, oldVersion);
    request.onsuccess = () => {
      // Another tab with a newer version of the page must be able to take over.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

/** What an earlier version of the page kept stays. @param {IDBOpenDBRequest} request @param {number} version that there is */
function upgrade({ result: database, transaction }, version) {
  if (version < 1) {
    const acts = database.createObjectStore(ACTS, { autoIncrement: true });
    acts.createIndex("task", "task");
    acts.createIndex("act", ["task", "id"], { unique: true });
  }
  if (version < 2) {
    const acts = /** @type {IDBTransaction} */ (transaction).objectStore(ACTS);
    // What waits, and what has grown old, is found without reading all that was ever done.
    acts.createIndex("waiting", ["state", "task"]);
    acts.createIndex("age", ["state", "at"]);
    database.createObjectStore(LEAVINGS);
    database.createObjectStore(PLACES);
  }
}

/** @param {IDBDatabase} database @returns {Shelf} */
function databaseShelf(database) {
  /** One transaction; resolves with the last answer when it is committed.
   * @param {string} store @param {IDBTransactionMode} mode @param {IDBTransactionDurability} durability @param {(store: IDBObjectStore) => IDBRequest} work @returns {Promise<any>} */
  const transact = (store, mode, durability, work) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability });
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("the browser gave up a write"));
    });
  /** @template {IDBCursor} Cursor @param {IDBRequest<Cursor | null>} request @param {(cursor: Cursor) => void} visit */
  const visitEach = (request, visit) => {
    request.onsuccess = () => {
      if (!request.result) return;
      visit(request.result);
      request.result.continue();
    };
    return request;
  };
  /** Deletes by an index. @param {string} index @param {IDBKeyRange[]} ranges */
  const remove = (index, ranges) =>
    transact(ACTS, "readwrite", "relaxed", (acts) => {
      const requests = ranges.map((range) =>
        visitEach(acts.index(index).openCursor(range), (cursor) => void cursor.delete()),
      );
      return requests[0];
    });
  return {
    add: (entry) => transact(ACTS, "readwrite", "strict", (acts) => acts.add(entry)),
    all: (task) => transact(ACTS, "readonly", "default", (acts) => acts.index("task").getAll(task)),
    // What the server said may be lost in a crash: the act is then sent again, and the server knows it.
    change: (task, id, change) =>
      transact(ACTS, "readwrite", "relaxed", (acts) =>
        visitEach(acts.index("act").openCursor(IDBKeyRange.only([task, id])), (cursor) =>
          cursor.update(change(cursor.value)),
        ),
      ),
    clear: (task) =>
      remove(
        "waiting",
        SETTLED.map((state) => IDBKeyRange.only([state, task])),
      ),
    prune: (before) =>
      remove(
        "age",
        SETTLED.map((state) => IDBKeyRange.bound([state], [state, before], false, true)),
      ),
    // A submit that was forgotten and came back after a crash would close what was reopened since.
    leave: (task, leaving) =>
      transact(LEAVINGS, "readwrite", "strict", (leavings) =>
        leaving ? leavings.put(leaving, task) : leavings.delete(task),
      ),
    leaving: async (task) =>
      (await transact(LEAVINGS, "readonly", "default", (leavings) => leavings.get(task))) ?? null,
    keepPlace: (task, place) => transact(PLACES, "readwrite", "relaxed", (places) => places.put(place, task)),
    place: async (task) => (await transact(PLACES, "readonly", "default", (places) => places.get(task))) ?? null,
    async unsent() {
      const left = await transact(LEAVINGS, "readonly", "default", (leavings) => leavings.getAllKeys());
      /** @type {Set<string>} */
      const tasks = new Set(left);
      await transact(ACTS, "readonly", "default", (acts) =>
        visitEach(
          acts.index("waiting").openKeyCursor(IDBKeyRange.bound(["pending"], ["pending", LAST]), "nextunique"),
          (cursor) => void tasks.add(/** @type {string[]} */ (cursor.key)[1]),
        ),
      );
      return [...tasks];
    },
    close: () => database.close(),
  };
}
