// A span in the list: a line that says all of it, and below, when it is opened, all that can be done with it.
/** @import { EditorState, Span } from "../model/types.js" @import { Bench } from "../bench.js" */
import { mainTrigger } from "../model/frames.js";
import { labelNamed } from "../model/schema.js";
import { asking } from "../model/values.js";
import { fieldFor } from "./card.js";
import { button, h } from "./elements.js";
import { keepingFocus } from "./fields.js";
import { group, inHandOf, linkerOf, linksOf, small } from "./list-links.js";
import { valuesOf } from "./list-words.js";

/** @param {string} id @param {Bench} bench @param {(spanId: string) => void} goTo */
export function mountListSpan(id, bench, goTo) {
  const { editor, looks } = bench;
  const line = button({
    class: "list-go",
    id: `list-span-${id}`,
    "data-span": id,
    "aria-expanded": "false",
    onclick: turn,
  });
  const panel = h("div", { class: "list-panel", role: "group", "aria-labelledby": line.id });
  const element = h("li", { "data-item": id }, line);
  let said = "";
  /** What the panel shows. @type {ReturnType<typeof look> | null} */
  let seen = null;
  /** Do edges move by characters? */
  let byLetters = false;
  const tools = { looks, run, goTo, wanted: "" };

  const isOpen = () => line.getAttribute("aria-expanded") === "true";

  function turn() {
    line.setAttribute("aria-expanded", String(!isOpen()));
    if (isOpen()) element.append(panel);
    else panel.remove();
    drawPanel();
  }

  /** @param {string} command @param {{[name: string]: any}} args */
  function run(command, args) {
    const { ok } = bench.run(command, args);
    // A list of choices shows what was chosen already: made anew, it would be read out a second time.
    const isShown = ok && command === "set_attribute" && document.activeElement?.matches("select");
    if (isShown) seen = look(editor.state);
  }

  const hands = { ...bench.hands, run, go: (/** @type {Span} */ span) => goTo(span.id) };

  function drawPanel() {
    const now = look(editor.state);
    const span = now.annotations.spans.get(id);
    if (!isOpen() || !span || (seen && isSame(seen, now))) return;
    seen = now;
    keepingFocus(panel, () => panel.replaceChildren(...panelOf(span, editor.state).filter((each) => each !== "")));
  }

  /** @param {Span} span @param {EditorState} state @returns {(HTMLElement | "")[]} */
  function panelOf(span, state) {
    const { schema, readOnly } = state;
    // What is said of an event is said on its main trigger.
    const main = mainTrigger(state.annotations, schema, id) ?? span;
    const fields = (main.id === id ? (labelNamed(schema, span.label)?.attributes ?? []) : []).flatMap(
      (attribute) => fieldFor(attribute, span, state, hands, true) ?? [],
    );
    return [
      readOnly ? "" : labels(span, state),
      readOnly ? "" : edges(span),
      fields.length > 0 ? h("div", { class: "fields", role: "group", "aria-label": "Values" }, ...fields) : "",
      main.id === id ? offered(span, state) : "",
      linksOf(span, state, tools),
      readOnly ? "" : inHandOf(span, state, tools),
      readOnly ? "" : linkerOf(span, state, tools),
    ];
  }

  /** What was read in its words. @param {Span} span @param {EditorState} state */
  function offered(span, state) {
    const words = !state.readOnly && state.readings?.words(state, span);
    if (!words) return "";
    const yes = small("Confirm", "confirm", () => run("confirm", { spanId: id }));
    const no = small("Not so", "decline", () => run("decline", { spanId: id }));
    return group("Read, not confirmed", h("span", { class: "read" }, asking(words)), yes, no);
  }

  /** @param {Span} span @param {EditorState} state */
  function labels(span, { schema }) {
    const choices = schema.labels.map(({ name, title }) => {
      const choice = small(
        title,
        `label:${name}`,
        () => name !== span.label && run("relabel", { spanId: id, label: name }),
      );
      choice.setAttribute("aria-pressed", String(name === span.label));
      choice.classList.add(`tone-${looks.tone(name)}`);
      return choice;
    });
    return group(
      "Label",
      ...choices,
      small("Flag…", "flag", () => run("flag", { spanId: id })),
      small("Delete", "delete", () => run("delete", { spanId: id, anyway: true })),
    );
  }

  /** @param {Span} span */
  function edges(span) {
    const letters = h("input", { type: "checkbox", "data-keep": "letters", checked: byLetters });
    letters.onchange = () => void (byLetters = letters.checked);
    const step = (/** @type {string} */ words, /** @type {string} */ command, /** @type {string} */ side) =>
      small(words, `${command}:${side}`, () =>
        run(command, { spanId: span.id, side, by: letters.checked ? "grapheme" : "token" }),
      );
    return group(
      "Words",
      step("Begin earlier", "grow", "left"),
      step("Begin later", "shrink", "left"),
      step("End earlier", "shrink", "right"),
      step("End later", "grow", "right"),
      h("label", null, letters, "by characters"),
    );
  }
  return {
    element,
    /** @param {Span} span @param {readonly string[]} parts */
    draw(span, parts) {
      const isHeld = editor.state.inHand === id;
      const { state } = editor;
      const read = !state.readOnly && state.readings?.words(state, span);
      const asked = read && `read, not confirmed: ${read}`;
      const rest = [isHeld && "in hand", valuesOf(state.schema, span), ...parts, asked].filter(Boolean).join("; ");
      const words = `${span.label} ${span.quote} ${rest}`;
      if (words !== said) {
        said = words;
        const quote = h("span", { class: `list-quote tone-${looks.tone(span.label)}`, dir: "auto" }, span.quote);
        line.replaceChildren(
          h("span", { class: "kind" }, `${looks.title(span.label)}: `),
          quote,
          ...(rest ? [", ", h("span", { class: "list-facts" }, rest)] : []),
        );
      }
      drawPanel();
    },
    /** Closes the panel; false when it is closed. */
    shut() {
      if (!isOpen()) return false;
      turn();
      line.focus();
      return true;
    },
    /** To its first value. */
    values() {
      if (!isOpen()) turn();
      const first = /** @type {HTMLElement | null} */ (panel.querySelector(".fields :is(select, input, button)"));
      (first ?? line).focus();
    },
  };
}

/** @param {EditorState} state */
const look = ({ annotations, inHand, readOnly, readings }) => ({ annotations, inHand, readOnly, readings });

/** @param {ReturnType<typeof look>} a @param {ReturnType<typeof look>} b */
const isSame = (a, b) =>
  a.annotations === b.annotations && a.inHand === b.inHand && a.readOnly === b.readOnly && a.readings === b.readings;
