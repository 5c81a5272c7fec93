// The rule for the label at the target, and words like these in gold: a sheet at the side, beside which work goes on.
/** @import { CommandArgs } from "../model/types.js" @import { Bench } from "../bench.js" */
import { labelNamed } from "../model/schema.js";
import { valueWords } from "../model/values.js";
import { button, h, part } from "./elements.js";

/** @typedef {{title: string, html: string}} Section */
/** @typedef {{title: string, version: number, sections: Section[]}} Guideline */
/** @typedef {{document: string, title: string, sentence: string, label: string, start: number, end: number, attributes: {[name: string]: any}}} Example */
/** What the rule is asked for. @typedef {{label: string, words: string}} Asked */

/** What was fetched, by address: it opens at once, and without a network. @type {Map<string, Promise<any>>} */
const fetched = new Map();
/** @type {WeakMap<Bench, ReturnType<typeof mountSheet>>} */
const shown = new WeakMap();

/** @param {Bench} bench @param {CommandArgs} args label: that one's rule; else that of what a key would act on */
export function open(bench, args) {
  const asked = args.label ? { label: args.label, words: "" } : targetOf(bench);
  const sheet = shown.get(bench) ?? mountSheet(bench, () => shown.delete(bench));
  const isNew = !shown.has(bench);
  shown.set(bench, sheet);
  sheet.show(asked, isNew);
}

/** Fetches what would be shown first for each label. @param {Bench} bench */
export function prepare(bench) {
  void get(bench.urls.guideline_parts).catch(() => {});
  for (const { name } of bench.task.schema.labels)
    void get(addressOf(bench, { label: name, words: "" })).catch(() => {});
}

/** @param {string} address @returns {Promise<any>} */
function get(address) {
  const known = fetched.get(address);
  if (known) return known;
  const asked = fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
    if (!answer.ok) throw new Error(answer.status === 401 ? "sign in again" : `the server says ${answer.status}`);
    return answer.json();
  });
  fetched.set(address, asked);
  // What could not be had is asked for again the next time.
  asked.catch(() => fetched.delete(address));
  return asked;
}

/** @param {Bench} bench @param {Asked} asked */
function addressOf({ urls, task }, { label, words }) {
  const query = new URLSearchParams({ label, words: [...words].slice(0, 200).join(""), besides: task.document.id });
  return `${urls.examples}?${query}`;
}

/** @param {Bench} bench @returns {Asked} */
function targetOf({ pointer, editor, legend }) {
  const { selection, annotations, focus, tokens, index } = editor.state;
  const span = pointer.span() ?? (selection ? null : annotations.spans.get(focus ?? ""));
  if (span) return { label: span.label, words: span.quote };
  const range = selection ?? tokens[pointer.token()];
  return { label: legend.armed()?.args.label ?? "", words: range ? index.slice(range.start, range.end) : "" };
}

/** @param {Bench} bench @param {() => void} onClose */
function mountSheet(bench, onClose) {
  const { task, text, looks, urls } = bench;
  const title = h("h2", { id: "rule-title", tabindex: "-1" });
  const choice = h("select", { "aria-label": "Section", onchange: () => drawRule(choice.value) });
  const rule = h("div", { class: "rule" });
  const examples = h("section", { class: "examples" });
  const root = h(
    "section",
    { id: "rule", class: "rule-sheet", "aria-labelledby": title.id, tabindex: "0" },
    h(
      "div",
      { class: "rule-head" },
      title,
      button({ class: "plain", "aria-label": "Close the guideline", onclick: close }, "Esc"),
    ),
    choice,
    rule,
    examples,
    h("p", null, h("a", { href: urls.guideline, target: "_blank", rel: "noopener" }, "The whole guideline")),
  );
  part("main").append(root);
  const from = document.activeElement;
  const closed = bench.layers.opened(remove);
  bench.whenUnmounted(remove);
  /** How far the page was scrolled when it was last asked for. */
  let top = scrollY;
  /** @type {Guideline | null} */
  let guideline = null;
  /** @type {Asked | null} */
  let asked = null;

  function remove() {
    if (!root.isConnected) return;
    const hadFocus = root.contains(document.activeElement);
    const wasBelow = isBelow();
    root.remove();
    onClose();
    if (hadFocus) /** @type {HTMLElement} */ (from?.isConnected ? from : text.element).focus({ preventScroll: true });
    // Whoever read it at the end of the page comes back to where they were.
    if (wasBelow) scrollTo({ top, behavior: "instant" });
  }

  /** Where little is seen at once it stands below all else. */
  const isBelow = () => getComputedStyle(root).position === "static";

  function close() {
    closed();
    remove();
  }

  /** @param {Asked} wanted @param {boolean} isNew */
  function show(wanted, isNew) {
    const isSame = !isNew && asked?.label === wanted.label && asked.words === wanted.words;
    asked = wanted;
    if (!root.contains(document.activeElement)) top = scrollY;
    const known = labelNamed(task.schema, wanted.label);
    title.textContent = known ? `Guideline: ${known.title}` : "Guideline";
    // Asked again, or from elsewhere than the text, it is to be read: the keys stay with the text else.
    const isElsewhere = !text.element.contains(document.activeElement);
    if (isSame || isElsewhere || isBelow()) title.focus();
    else bench.announcer.say(`${title.textContent} is shown. The same key goes to it, Escape closes it`);
    if (isSame) return;
    void showRule(wanted);
    void showExamples(wanted);
  }

  /** @param {Asked} wanted */
  async function showRule(wanted) {
    try {
      guideline = /** @type {Guideline} */ (await get(urls.guideline_parts));
    } catch (error) {
      rule.replaceChildren(
        h("p", { class: "quiet" }, `The guideline is not here: ${/** @type {Error} */ (error).message}`),
      );
      return;
    }
    choice.replaceChildren(
      ...guideline.sections.map((section, at) => new Option(section.title || "Introduction", String(at))),
    );
    choice.hidden = guideline.sections.length === 0;
    const at = sectionOf(guideline.sections, wanted.label);
    choice.value = String(Math.max(0, at));
    drawRule(choice.value);
    if (at < 0 && wanted.label) {
      const description = labelNamed(task.schema, wanted.label)?.description;
      rule.prepend(h("p", null, description || "The guideline has no section of this name."));
    }
    root.scrollTop = 0;
  }

  /** @param {string} at */
  function drawRule(at) {
    // Rendered by the server, which lets no markup of the guideline's own through.
    rule.innerHTML = guideline?.sections[Number(at)]?.html ?? "";
    if (!rule.firstChild) rule.append(h("p", { class: "quiet" }, "This project has no guideline."));
  }

  /** @param {readonly Section[]} sections @param {string} label */
  function sectionOf(sections, label) {
    const names = [label, labelNamed(task.schema, label)?.title ?? ""].map((name) => name.toLowerCase());
    const exact = sections.findIndex((section) => label && names.includes(section.title.toLowerCase()));
    // "Actors", "The actor": a title that has the name in it is the next best.
    return exact >= 0 || !label ? exact : sections.findIndex((each) => each.title.toLowerCase().includes(names[1]));
  }

  /** @param {Asked} wanted */
  async function showExamples(wanted) {
    const answer = await get(addressOf(bench, wanted))
      .catch(() => fetched.get(addressOf(bench, { ...wanted, words: "" })))
      .catch(() => null);
    if (asked !== wanted) return;
    /** @type {Example[]} */
    const found = answer?.examples ?? [];
    const none = answer ? "None yet." : "They cannot be reached now.";
    // Not before: a part whose title is not there yet has no name.
    examples.setAttribute("aria-labelledby", "examples-title");
    examples.replaceChildren(
      h("h3", { id: "examples-title" }, wanted.words ? `Nearest to “${wanted.words}” in gold` : "Examples from gold"),
      found.length > 0 ? h("ol", null, ...found.map(exampleOf)) : h("p", { class: "quiet" }, none),
    );
  }

  /** @param {Example} example */
  function exampleOf({ title: source, sentence, label, start, end, attributes }) {
    const points = [...sentence];
    const words = (/** @type {number} */ a, /** @type {number} */ b) => points.slice(a, b).join("");
    const tone = looks.tone(label);
    const mark = h("mark", { class: `tone-${tone} lane0-${tone} glyph0-${tone}` }, h("span", null, words(start, end)));
    mark.dataset.start = `${looks.title(label).toLowerCase()} `;
    mark.dataset.end = ` end ${looks.title(label).toLowerCase()}`;
    const known = labelNamed(task.schema, label)?.attributes ?? [];
    const said = known.filter(({ name }) => (attributes[name] ?? null) !== null);
    const values = said.map((each) => `${each.title}: ${valueWords(each, attributes[each.name])}`).join(" · ");
    return h(
      "li",
      null,
      h("p", { class: "text", dir: "auto" }, words(0, start), mark, words(end, points.length)),
      h("p", { class: "quiet" }, [looks.title(label), values].filter(Boolean).join(" · ")),
      h("p", { class: "quiet", dir: "auto" }, source),
    );
  }

  return { show };
}
