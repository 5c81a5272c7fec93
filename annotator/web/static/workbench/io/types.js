/**
 * What keeps and sends acts. Nothing here runs.
 *
 * @import { Act, Change, Logged, SaveState, ServerOutcome } from "../model/types.js"
 *
 * @typedef {object} Log acts of this browser, durable; see io/log.js
 * @property {(taskId: string, act: Act) => Promise<void>} append resolves when it is on the disk
 * @property {(taskId: string, actId: string, effects?: Change[]) => Promise<void>} acknowledge
 * @property {(taskId: string, actId: string, outcome: ServerOutcome) => Promise<void>} refuse
 * @property {(taskId: string, act: Act) => Promise<void>} replace puts a rewritten act in the place of the one with its id
 * @property {(taskId: string) => Promise<Act[]>} pending in order
 * @property {(taskId: string) => Promise<Logged[]>} history everything, in order
 * @property {(taskId: string) => Promise<void>} clear forgets what the server has settled of this task
 * @property {(before: number) => Promise<void>} prune forgets what was settled of any task before this time (ms)
 * @property {() => void} close
 *
 * @typedef {object} Outbox
 * @property {() => Promise<void>} start sends what an earlier page left in the log
 * @property {(act: Act) => Promise<void>} put resolves when the act is in the log
 * @property {() => void} resume after sign-in as the same person, or when a problem is solved
 * @property {() => Promise<void>} drained resolves when nothing waits
 * @property {() => SaveState} state
 * @property {() => void} stop
 *
 * @typedef {object} Lease which tab may write; see io/tabs.js
 * @property {() => boolean} held
 * @property {() => Promise<boolean>} open asks the other tabs; true: this one may write
 * @property {() => Promise<boolean>} takeOver "work here instead"
 * @property {(message: any) => void} share tells the other tabs (an act, a settled outcome)
 * @property {() => void} close
 */
export {};
