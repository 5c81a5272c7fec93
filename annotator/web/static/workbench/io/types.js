/**
 * What keeps and sends acts. Nothing here runs.
 *
 * @import { Act, Change, Logged, Place, SaveState, ServerOutcome } from "../model/types.js"
 *
 * @typedef {object} Log acts of this browser, durable; see io/log.js
 * @property {(taskId: string, act: Act) => Promise<void>} append resolves when it is on the disk
 * @property {(taskId: string, actId: string, effects?: Change[]) => Promise<void>} acknowledge
 * @property {(taskId: string, actId: string, outcome: ServerOutcome) => Promise<void>} refuse
 * @property {(taskId: string, actId: string, outcome: ServerOutcome) => Promise<void>} question an act that was taken, and met another's: kept beside it until it is decided
 * @property {(taskId: string, actId: string) => Promise<void>} decide a person has decided what becomes of a refused act, or of what it met
 * @property {(taskId: string, act: Act) => Promise<void>} replace puts a rewritten act in the place of the one with its id
 * @property {(taskId: string) => Promise<Act[]>} pending in order
 * @property {(taskId: string) => Promise<Logged[]>} history everything, in order
 * @property {(taskId: string) => Promise<void>} clear forgets what the server has settled of this task
 * @property {(before: number) => Promise<void>} prune forgets what was settled of any task before this time (ms)
 * @property {(taskId: string, leaving: Leaving) => Promise<void>} leave resolves when it is on the disk; takes the place of what was kept of the task
 * @property {(taskId: string) => Promise<Leaving | null>} leaving
 * @property {(taskId: string) => Promise<void>} forget the leaving of a task: the server has it, or the person knows of its refusal
 * @property {(taskId: string, place: Place) => Promise<void>} keepPlace
 * @property {(taskId: string) => Promise<Place | null>} place where the person was when the document was last open here
 * @property {() => Promise<string[]>} unsent ids of the tasks that have something here which the server has not settled
 * @property {() => void} close
 *
 * @typedef {object} Leaving how a person left a document; the server is told after all acts on it
 * @property {"submit" | "skip"} kind
 * @property {string} title of the document
 * @property {string} [reason] of a skip
 * @property {boolean} [despite] a submit: the person has seen what is open
 * @property {number} at milliseconds since the epoch
 * @property {Refused | null} [refused] it can never be done so: kept until the person knows
 *
 * @typedef {{rule: string | null, detail: string, violations: Violation[]}} Refused
 * @typedef {{rule: string, detail: string, span?: string | null, link?: string | null, attribute?: string | null}} Violation
 *
 * @typedef {object} Outbox one task's
 * @property {(options?: {isOwner?: boolean}) => Promise<void>} start begins to send. isOwner (default): what an earlier
 *   page left in the log too, and first; a tab that may only read sends no more than what was put into its own hands
 * @property {(act: Act) => Promise<void>} put resolves when the act is in the log
 * @property {(leaving: Leaving) => Promise<void>} leave resolves when it is in the log; nothing is put in after it
 * @property {() => void} release leaves what waits, and is in the log, to the tab that may write now
 * @property {() => void} resume after sign-in as the same person, or when a problem is solved
 * @property {() => Promise<void>} drained resolves when nothing waits
 * @property {() => SaveState} state
 * @property {() => void} stop
 *
 * @typedef {object} Lease which tab may write; see io/tabs.js
 * @property {() => boolean} held
 * @property {() => Promise<boolean>} open asks the other tabs; true: this one may write
 * @property {() => Promise<boolean>} takeOver "work here instead"
 * @property {(news: import("./tabs.js").News) => void} share tells the other tabs
 * @property {() => void} close
 */
export {};
