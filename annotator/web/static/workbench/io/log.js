// The durable log of this browser: every act before it is sent, and afterwards for undo. One log per user, so that
// nobody's acts are ever sent as somebody else's.
/** @import { Logged } from "../model/types.js" @import { Log } from "./types.js" */

/** @typedef {Logged & {task: string, id: string, at: number}} Entry at: when it came to its state (ms) */
/**
 * @typedef {object} Shelf where entries are kept, in the order they came
 * @property {(entry: Entry) => Promise<void>} add resolves when no crash can lose it
 * @property {(task: string) => Promise<Entry[]>} all
 * @property {(task: string, id: string, change: (entry: Entry) => Entry) => Promise<void>} change
 * @property {(doomed: (entry: Entry) => boolean) => Promise<void>} remove
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
  return {
    append: (task, act) => shelf.add({ task, id: act.id, act, state: "pending", outcome: null, at: now() }),
    acknowledge: (task, actId, effects = []) =>
      change(task, actId, ({ act }) => ({
        state: "acknowledged",
        act: effects.length > 0 ? { ...act, changes: [...act.changes, ...effects] } : act,
      })),
    refuse: (task, actId, outcome) => change(task, actId, () => ({ state: "refused", outcome })),
    replace: (task, act) => change(task, act.id, () => ({ act })),
    pending: async (task) => (await shelf.all(task)).filter((entry) => entry.state === "pending").map(({ act }) => act),
    history: async (task) => (await shelf.all(task)).map(({ act, state, outcome }) => ({ act, state, outcome })),
    clear: (task) => shelf.remove((entry) => entry.task === task && entry.state !== "pending"),
    prune: (before) => shelf.remove((entry) => entry.state !== "pending" && entry.at < before),
    close: () => shelf.close(),
  };
}

/** @returns {Shelf} */
export function memoryShelf() {
  /** @type {Entry[]} */
  let entries = [];
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
    async remove(doomed) {
      entries = entries.filter((entry) => !doomed(entry));
    },
    close() {},
  };
}

const ACTS = "acts";

/** @param {string} name @returns {Promise<IDBDatabase>} */
function openDatabase(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      const acts = request.result.createObjectStore(ACTS, { autoIncrement: true });
      acts.createIndex("task", "task");
      acts.createIndex("act", ["task", "id"], { unique: true });
    };
    request.onsuccess = () => {
      // Another tab with a newer version of the page must be able to take over.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBDatabase} database @returns {Shelf} */
function databaseShelf(database) {
  /** One transaction; resolves with the last answer when it is committed.
   * @param {IDBTransactionMode} mode @param {IDBTransactionDurability} durability @param {(acts: IDBObjectStore) => IDBRequest} work @returns {Promise<any>} */
  const transact = (mode, durability, work) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(ACTS, mode, { durability });
      const request = work(transaction.objectStore(ACTS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("the browser gave up a write"));
    });
  /** @param {IDBRequest<IDBCursorWithValue | null>} request @param {(cursor: IDBCursorWithValue) => void} visit */
  const visitEach = (request, visit) => {
    request.onsuccess = () => {
      if (!request.result) return;
      visit(request.result);
      request.result.continue();
    };
    return request;
  };
  return {
    add: (entry) => transact("readwrite", "strict", (acts) => acts.add(entry)),
    all: (task) => transact("readonly", "default", (acts) => acts.index("task").getAll(task)),
    // What the server said may be lost in a crash: the act is then sent again, and the server knows it.
    change: (task, id, change) =>
      transact("readwrite", "relaxed", (acts) =>
        visitEach(acts.index("act").openCursor(IDBKeyRange.only([task, id])), (cursor) =>
          cursor.update(change(cursor.value)),
        ),
      ),
    remove: (doomed) =>
      transact("readwrite", "relaxed", (acts) =>
        visitEach(acts.openCursor(), (cursor) => {
          if (doomed(cursor.value)) cursor.delete();
        }),
      ),
    close: () => database.close(),
  };
}
