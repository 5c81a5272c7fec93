/**
 * The words that page, model and server share, as types. Nothing here runs.
 *
 * All offsets are Unicode code points, half-open. Shapes that travel (Span, Link, Change, Task,
 * SchemaJson) are the API's JSON as it is; nothing in the model may know the name of a label or role.
 *
 * @typedef {null | boolean | number | string | Json[] | {[key: string]: Json}} Json
 *
 * @typedef {object} Span
 * @property {string} id
 * @property {string} label
 * @property {number} start
 * @property {number} end
 * @property {string} quote equals the text from start to end
 * @property {{readonly [name: string]: Json}} attributes
 * @property {string} origin human | import | suggestion
 *
 * @typedef {object} Link
 * @property {string} id
 * @property {string} role
 * @property {string} from id of a span
 * @property {string} to id of a span
 *
 * @typedef {object} Comment on a span, or on the words from start to end, or on the document; with a reason it is a flag
 * @property {string} id
 * @property {string} text
 * @property {string} author
 * @property {string} created ISO 8601
 * @property {string | null} reason
 * @property {string | null} span id of a span
 * @property {number | null} start
 * @property {number | null} end
 *
 * @typedef {{name: string, value: Json}} Setting a document attribute; value null: not set
 *
 * @typedef {"add_span" | "change_span" | "remove_span" | "add_link" | "change_link" | "remove_link" | "set_attribute" | "add_comment" | "change_comment" | "remove_comment"} ChangeKind
 *
 * @typedef {object} Change
 * @property {string} id
 * @property {string} act id of the act it belongs to
 * @property {ChangeKind} kind
 * @property {any} before Span, Link, Setting, Comment or null: the fence, must equal what stands
 * @property {any} after Span, Link, Setting, Comment or null
 *
 * @typedef {object} Act what one gesture did; applies whole or not at all
 * @property {string} id
 * @property {Change[]} changes
 * @property {string} command id of the command that made it
 * @property {string} status what it did, in words
 * @property {string | null} undoes id of the act that it takes back
 * @property {string | null} redoes id of the act that it makes again
 * @property {number} at milliseconds since the epoch
 *
 * @typedef {object} Annotations treated as immutable: every act makes a new one
 * @property {ReadonlyMap<string, Span>} spans
 * @property {ReadonlyMap<string, Link>} links
 * @property {ReadonlyMap<string, Comment>} comments
 * @property {{readonly [name: string]: Json}} attributes of the document
 *
 * @typedef {import("./schema-types.js").AttributeValue} AttributeValue
 * @typedef {import("./schema-types.js").Attribute} Attribute
 * @typedef {import("./schema-types.js").Mark} Mark
 * @typedef {import("./schema-types.js").Label} Label
 * @typedef {import("./schema-types.js").Meaning} Meaning
 * @typedef {import("./schema-types.js").Role} Role
 * @typedef {import("./schema-types.js").SchemaJson} SchemaJson
 *
 * @typedef {object} TaskSummary
 * @property {string} id
 * @property {"open" | "submitted" | "skipped" | "reopened"} state
 * @property {{slug: string, title: string}} project
 * @property {{id: string, title: string}} document
 * @property {number} revision
 * @property {boolean} read_only
 * @property {any} [position]
 * @property {string | null} [expires]
 *
 * @typedef {object} Task what GET /api/v1/tasks/<id> answers
 * @property {TaskSummary} task
 * @property {{id: string, text: string, meta: {[key: string]: Json}}} document
 * @property {SchemaJson} schema
 * @property {number} [newest_schema] the version that new tasks of the project are made under
 * @property {{attributes: {[name: string]: Json}, spans: Span[], links: Link[], comments: Comment[], revision: number}} annotations
 *
 * @typedef {{start: number, end: number}} Range
 * @typedef {Range} Token
 * @typedef {Range} Paragraph without its line break
 * @typedef {Range} Sentence
 *
 * @typedef {object} Segment a piece of text covered by one fixed set of spans
 * @property {number} start
 * @property {number} end
 * @property {Span[]} spans outermost first; empty: bare text
 *
 * @typedef {{role: string, span: Span, link: Link}} Filler
 *
 * @typedef {object} Frame an event, as its trigger spans and their links say
 * @property {Span} main
 * @property {Span[]} triggers the main one first, the further ones in text order
 * @property {Filler[]} roles fillers and relations of all triggers: by role in schema order, then text order
 *
 * @typedef {object} Problem an act of ours that met another's: it was refused, or both were taken and say different things
 * @property {Act} act
 * @property {string} rule as the server names it; "met": both stand
 * @property {string} message
 * @property {Span | null} ours the span as our act would have it
 * @property {Span | null} theirs the span in its way
 *
 * @typedef {object} EditorState
 * @property {string} text
 * @property {import("./offsets.js").TextIndex} index
 * @property {readonly Token[]} tokens
 * @property {readonly Paragraph[]} paragraphs
 * @property {readonly Sentence[]} sentences
 * @property {SchemaJson} schema
 * @property {Annotations} annotations
 * @property {boolean} readOnly
 * @property {string | null} focus id of a span
 * @property {number} cursor index of a token; -1 in a text without tokens
 * @property {Range | null} selection
 * @property {string | null} inHand id of what is in hand: the main trigger of an event, or a span that links begin at
 * @property {ReadonlySet<string>} [rejected] proposals that were turned down, see frames.js
 * @property {import("./readings.js").Readings | null} readings what words were read to say; null: nothing was read
 * @property {ReadonlySet<string>} unseen ids of spans that were made as copies and not looked at yet; of this browser only, never saved on the server
 * @property {readonly Act[]} undo last act last
 * @property {readonly Act[]} redo next act last
 * @property {string} status what the last command did, in words
 * @property {readonly Problem[]} problems
 *
 * @typedef {object} Changed what a subscriber has to draw again
 * @property {boolean} spans some span was added, changed or removed
 * @property {boolean} links some link was
 * @property {boolean} attributes some document attribute was
 * @property {boolean} comments some comment was
 * @property {number[] | null} paragraphs indices of the paragraphs whose spans changed; null: all
 * @property {string} reason id of a command, or "remote" | "refused" | "adopted" | "acknowledged" | "mode"
 *
 * @typedef {object} Target what a key would act on
 * @property {number} start
 * @property {number} end
 * @property {Span | null} span the span that is meant, when one is
 *
 * @typedef {object} CommandResult what a command wants done; absent keys: leave as it is
 * @property {Change[]} [changes]
 * @property {Annotations} [annotations] after the changes, where the command has them at hand
 * @property {string} [status]
 * @property {string | null} [focus]
 * @property {number} [cursor]
 * @property {Range | null} [selection]
 * @property {string | null} [inHand]
 * @property {ReadonlySet<string>} [rejected]
 * @property {ReadonlySet<string>} [unseen]
 * @property {import("./readings.js").Readings | null} [readings]
 * @property {string} [undoes]
 * @property {string} [redoes]
 * @property {string[]} [settles] ids of acts of ours whose problems are decided by it
 * @property {string} [effect] something that only the page can do: "submit", "help", "values" ...
 * @property {undefined} [refused]
 *
 * @typedef {object} CommandRefusal
 * @property {string} refused why, in words
 * @property {string} [rule]
 * @property {boolean} [confirm] the same command with args.confirmed: true will do it
 *
 * @typedef {{[key: string]: any}} CommandArgs see commands.js
 * @typedef {(state: EditorState, args: CommandArgs) => CommandResult | CommandRefusal} Command
 *
 * @typedef {object} Result
 * @property {boolean} ok
 * @property {string} message
 * @property {Act} [act]
 * @property {boolean} [confirm] ask the person, then run again with confirmed: true
 * @property {string} [rule]
 * @property {string} [effect] for the page to carry out
 *
 * @typedef {object} ServerOutcome what the server said about one act
 * @property {string} act
 * @property {"applied" | "refused"} status
 * @property {Change[]} [effects]
 * @property {string} [rule]
 * @property {string} [detail]
 * @property {any} [current]
 * @property {string} [change]
 * @property {number} [revision] that stands once the act is made
 * @property {boolean} [isUnread] between what we know and that revision lies something that we have not read
 *
 * @typedef {Change & {revision: number, at: string}} Told a change as the journal tells it
 *
 * @typedef {object} Standing all that an editor knows of the work, for another tab
 * @property {number} known
 * @property {Annotations} base
 * @property {Act[]} pending
 * @property {Act[]} past
 * @property {[string, number][]} unread
 * @property {readonly Problem[]} problems
 *
 * @typedef {object} Key a row of the table of keys
 * @property {string} command
 * @property {CommandArgs} [args]
 * @property {string} code event.code
 * @property {string} [chord] "Ctrl", "Shift", "Ctrl+Shift" ... in this order: Ctrl, Alt, Shift
 * @property {"text" | "page"} [mode] text (default): only while the text has the focus; page: anywhere
 * @property {boolean} [spare] another key for the same thing: left out of short lists
 * @property {string} group
 * @property {string} help
 *
 * @typedef {Required<Key> & {stroke: string}} Binding stroke: for example "Ctrl+Shift+KeyZ"
 * @typedef {{bindings: Binding[], conflicts: {stroke: string, kept: string, dropped: string}[]}} Keymap
 *
 * @typedef {object} Editor
 * @property {EditorState} state
 * @property {(listener: (state: EditorState, changed: Changed) => void) => () => void} subscribe
 * @property {(command: string, args?: CommandArgs) => Result} run
 * @property {(listener: (act: Act) => void) => () => void} onAct called with each new act, before subscribers
 * @property {(act: Act) => void} follow an act that another tab made
 * @property {(changes: Change[], send: (changes: Change[]) => Promise<Saved>) => Promise<Saved>} exchange sends changes, and finds
 *   out from the revision whether something lies between what is known and the answer
 * @property {() => {known: number, isBehind: boolean, waiting: readonly Act[], past: readonly Act[]}} standing known: the revision up to which
 *   everything was read; waiting: acts that the server has not answered
 * @property {() => Standing} snapshot
 * @property {(standing: Standing) => void} restore what another tab knows; acts that were made here are kept
 * @property {(outcome: ServerOutcome) => void} settle the server's word on one act: calls one of the three below
 * @property {(actId: string, outcome: ServerOutcome) => void} refuse takes the act out again
 * @property {(actId: string, standing: Span) => void} adopt an equal span stands already: ours becomes it
 * @property {(changes: readonly (Change | Told)[]) => void} applyRemote the journal's, in order and without gaps; ours may be among them
 * @property {(readOnly: boolean) => void} setReadOnly
 * @property {(actId: string) => void} dismiss forget a problem
 *
 * @typedef {{revision: number, outcomes: ServerOutcome[]}} Saved
 * @typedef {{point: number, focus: string | null, top: number, unseen?: readonly string[]}} Place where a person is: the code
 *   point of the cursor, the span with the focus, how far the text is scrolled, the copies not looked at yet
 * @typedef {"pending" | "acknowledged" | "refused" | "decided"} ActState decided: refused, and the person has seen to it
 * @typedef {object} Logged
 * @property {Act} act
 * @property {ActState} state
 * @property {ServerOutcome | null} outcome
 *
 * @typedef {object} SaveState
 * @property {"saved" | "local" | "offline" | "sign_in" | "problem"} state
 * @property {number} waiting acts that the server has not acknowledged
 * @property {string} detail what is wrong, in words; empty when nothing is
 */
export {};
