import { at, run } from "./make.js";

const WRITER = { author: "ann", created: "2024-02-08T10:00:00Z" };

/** One random command on the editor; most are legal, some are refused. Answers the result. */
export function randomCommand(editor, { below, pick }) {
  const { state } = editor;
  const { schema, annotations, tokens } = state;
  const spans = [...annotations.spans.values()];
  const links = [...annotations.links.values()];
  const comment = annotations.comments.size > 0 ? pick([...annotations.comments.keys()]) : "none";
  const token = below(tokens.length);
  const range = { start: tokens[token].start, end: tokens[Math.min(tokens.length - 1, token + below(3))].end };
  const span = spans.length > 0 ? pick(spans) : null;
  const attribute = span && schema.labels.find(({ name }) => name === span.label).attributes[0];
  const options = [
    () => ["label", { label: pick(schema.labels).name, ...range, confirmed: below(2) === 0, also: below(3) === 0 }],
    () => ["label", { label: pick(schema.labels).name, ...range }],
    () => ["relabel", { label: pick(schema.labels).name, spanId: span?.id }],
    () => ["delete", { spanId: span?.id }],
    () => [
      pick(["grow", "shrink"]),
      { side: pick(["left", "right"]), by: pick(["token", "grapheme"]), spanId: span?.id },
    ],
    () => ["event", { spanId: span?.id }],
    () => ["event", { ...range }],
    () => ["link", { roles: [pick(schema.roles).name], ...(below(2) ? { spanId: span?.id } : range) }],
    () => ["link", { role: pick(schema.roles).name, from: span?.id, ...range }],
    () => ["unlink", { linkId: links.length > 0 ? pick(links).id : "none" }],
    () => ["change_role", { linkId: links.length > 0 ? pick(links).id : "none", role: pick(schema.roles).name }],
    () => [
      "set_attribute",
      { spanId: span?.id, name: attribute?.name, value: pick([attribute?.values?.[0].value ?? "x", null]) },
    ],
    () => ["comment", { ...WRITER, reason: pick(["other", null]), text: pick(["", "?"]), spanId: span?.id }],
    () => ["comment", { ...WRITER, reason: "unclear_text", ...range, exact: true }],
    () => ["change_comment", { ...WRITER, commentId: comment, text: pick(["Sure?", "No."]), reason: null }],
    () => ["delete_comment", { ...WRITER, commentId: comment }],
    () => ["set_document_attribute", { name: "note", value: pick(["a", "b", null]) }],
    () => ["put_down", {}],
  ];
  const [command, args] = pick(options)();
  if (args.spanId === undefined) delete args.spanId;
  return editor.run(command, args);
}

/** A small world: an event with a further trigger, an agent, a place and a toll. */
export function raid(editor) {
  const label = (name, words, nth = 0) => run(editor, "label", { label: name, ...at(editor, words, nth) });
  label("action", "hit");
  run(editor, "event");
  run(editor, "link", { role: "agent", ...at(editor, "Jets") });
  run(editor, "link", { role: "location", ...at(editor, "Basra") });
  run(editor, "event", at(editor, "raid"));
  run(editor, "link", { role: "casualty", ...at(editor, "over 40 people") });
}
