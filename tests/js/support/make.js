import { readFileSync } from "node:fs";
import { createEditor } from "../../../annotator/web/static/workbench/model/editor.js";

export const contract = JSON.parse(readFileSync(new URL("../../contract/changes.json", import.meta.url), "utf8"));

/** Two schemas that share no name: whatever works in both knows none. */
export const { events: EVENTS, lab: LAB } = contract.schemas;

export const NEWS = [
  "Jets hit Basra on Monday. The raid killed over 40 people, Iraq said.",
  "",
  "A strike, one more raid, drew a U.S.-led protest in Iraq’s north.",
].join("\n");

export function makeTask({
  schema = EVENTS,
  text = NEWS,
  spans = [],
  links = [],
  comments = [],
  attributes = {},
  readOnly = false,
} = {}) {
  return {
    task: {
      id: "t1",
      state: "open",
      project: { slug: "p", title: "P" },
      document: { id: "d", title: "D" },
      revision: 0,
      read_only: readOnly,
    },
    document: { id: "d", text, meta: {} },
    schema,
    annotations: { attributes, spans, links, comments, revision: 0 },
  };
}

export const makeEditor = (options = {}) => createEditor({ task: makeTask(options), history: options.history ?? [] });

/** Where the nth time these words stand in the editor's text, in code points. */
export function at(editor, words, nth = 0) {
  const { text, index } = editor.state;
  let unit = -1;
  for (let time = 0; time <= nth; time += 1) unit = text.indexOf(words, unit + 1);
  if (unit < 0) throw new Error(`the text has no “${words}”`);
  const start = index.point(unit);
  return { start, end: index.point(unit + words.length) };
}

/** The span on these words, with this label when one is given. */
export function spanOn(editor, words, label) {
  const found = [...editor.state.annotations.spans.values()].filter(
    (span) => span.quote === words && (label === undefined || span.label === label),
  );
  if (found.length !== 1) throw new Error(`${found.length} spans on “${words}”`);
  return found[0];
}

/** Run a command that must work. */
export function run(editor, command, args) {
  const result = editor.run(command, args);
  if (!result.ok) throw new Error(`${command}: ${result.message}`);
  return result;
}

/** Label words; answers the new span. */
export function mark(editor, label, words, nth) {
  run(editor, "label", { label, ...at(editor, words, nth) });
  return spanById(editor, editor.state.focus);
}

export const spanById = (editor, id) => editor.state.annotations.spans.get(id);

/** The links in short: "role from→to" by their words, sorted. */
export function linksIn(editor) {
  const { spans, links } = editor.state.annotations;
  const quote = (id) => spans.get(id)?.quote ?? "?";
  return [...links.values()].map((link) => `${link.role} ${quote(link.from)}→${quote(link.to)}`).sort();
}

/** The spans in short: "label words", in text order. */
export function spansIn(editor) {
  const spans = [...editor.state.annotations.spans.values()];
  return spans.sort((a, b) => a.start - b.start || b.end - a.end).map((span) => `${span.label} ${span.quote}`);
}
