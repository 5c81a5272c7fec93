// Commands on comments, which with a reason are flags; and what is said of them. See commands.js for what each takes.
/** @import { Annotations, Command, CommandArgs, Comment, EditorState, Range } from "./types.js" */
import { ActDraft, newId } from "./changes.js";
import { target } from "./targets.js";

/** @type {{readonly [reason: string]: string}} */
const WORDS = {
  unclear_text: "unclear text",
  guideline_gap: "gap in the guideline",
  conflicting_reports: "conflicting reports",
  not_sure_of_label: "not sure of the label",
  other: "something else",
};

/** A reason in words; that of an import in its own. @param {string} reason */
export const reasonWords = (reason) => WORDS[reason] ?? reason;

/** Where a comment stands; null: on the document. @param {Pick<Annotations, "spans">} annotations
 * @param {Pick<Comment, "span" | "start" | "end">} comment @returns {Range | null} */
export function anchorOf({ spans }, { span, start, end }) {
  const words = start !== null && end !== null ? { start, end } : null;
  return span === null ? words : (spans.get(span) ?? null);
}

/** What was done to a comment, in words. @param {Pick<EditorState, "annotations" | "index">} state
 * @param {"add" | "change" | "remove"} deed @param {Comment} comment */
export function commentWords({ annotations, index }, deed, comment) {
  const range = anchorOf(annotations, comment);
  const words = range ? `“${index.slice(range.start, range.end)}”` : "the article";
  if (deed === "add" && comment.reason === null) return `Commented on ${words}`;
  if (deed === "add") return `Flagged ${words}: ${reasonWords(comment.reason ?? "")}`;
  const what = comment.reason === null ? "comment" : "flag";
  return `${deed === "change" ? "Changed" : "Deleted"} the ${what} on ${words}`;
}

/** The comments in the order in which they are read: by what they are on, the document first, then by time.
 * @param {Annotations} annotations @returns {{range: Range | null, comments: Comment[]}[]} those on one thing together */
export function threads(annotations) {
  /** @type {Map<string, {range: Range | null, comments: Comment[]}>} */
  const found = new Map();
  for (const comment of annotations.comments.values()) {
    const range = anchorOf(annotations, comment);
    const key = range ? `${comment.span ?? ""} ${range.start} ${range.end}` : "";
    const thread = found.get(key);
    if (thread) thread.comments.push(comment);
    else found.set(key, { range, comments: [comment] });
  }
  const all = [...found.values()];
  for (const { comments } of all) comments.sort((a, b) => Date.parse(a.created) - Date.parse(b.created) || byId(a, b));
  return all.sort((a, b) => place(a) - place(b) || (a.range?.end ?? 0) - (b.range?.end ?? 0));
}

/** @param {{range: Range | null}} thread */
const place = ({ range }) => range?.start ?? -1;

/** @param {{id: string}} a @param {{id: string}} b */
const byId = (a, b) => (a.id < b.id ? -1 : 1);

/** What a comment would be on; null: nothing is there. @param {EditorState} state @param {CommandArgs} args
 * @returns {Pick<Comment, "span" | "start" | "end"> | null} */
export function anchor(state, args) {
  const answered = state.annotations.comments.get(args.answers);
  if (answered) return { span: answered.span, start: answered.start, end: answered.end };
  if (args.document) return { span: null, start: null, end: null };
  const found = target(state, args);
  if (!found) return null;
  if (found.span) return { span: found.span.id, start: null, end: null };
  return { span: null, start: found.start, end: found.end };
}

const NOTHING_SAID = { refused: "Choose a reason, or write something" };

/** @type {Command} */
export function comment(state, args) {
  const { author, created, reason = null } = args;
  const text = (args.text ?? "").trim();
  const on = anchor(state, args);
  if (!on) return { refused: "Nothing there to comment on" };
  if (!text && reason === null) return NOTHING_SAID;
  const draft = new ActDraft(state);
  const made = { id: newId(), text, author, created, reason, ...on };
  draft.add("add_comment", null, made);
  return { ...draft.done(), status: commentWords(state, "add", made) };
}

/** @type {Command} */
export function change_comment(state, args) {
  const standing = state.annotations.comments.get(args.commentId);
  const { author, reason = null } = args;
  const text = (args.text ?? "").trim();
  if (!standing) return { refused: "That comment is not there any more", rule: "unknown" };
  if (standing.author !== author) return notYours(standing);
  if (!text && reason === null) return NOTHING_SAID;
  if (standing.text === text && standing.reason === reason) return {};
  const draft = new ActDraft(state);
  draft.add("change_comment", standing, { ...standing, text, reason });
  return { ...draft.done(), status: commentWords(state, "change", standing) };
}

/** @type {Command} */
export function delete_comment(state, { commentId, author }) {
  const standing = state.annotations.comments.get(commentId);
  if (!standing) return { refused: "That comment is not there any more", rule: "unknown" };
  if (standing.author !== author) return notYours(standing);
  const draft = new ActDraft(state);
  draft.add("remove_comment", standing, null);
  return { ...draft.done(), status: commentWords(state, "remove", standing) };
}

/** @param {Comment} comment */
const notYours = ({ author }) => ({ refused: `That comment is ${author}’s`, rule: "author" });
