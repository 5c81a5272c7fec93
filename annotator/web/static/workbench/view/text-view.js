// The article on the page: paragraphs of real text with marks, and the way from characters to code points and back.
/** @import { Changed, Editor, EditorState, Range, Span } from "../model/types.js" @import { Looks } from "./label-style.js" */
import { inTextOrder, paragraphAt, paragraphsBetween } from "../model/paragraphs.js";
import { h } from "./elements.js";
import { drawParagraph } from "./paragraph.js";

/** @typedef {ReturnType<typeof mountText>} TextView */
const LEAF = 24;

/** @param {HTMLElement} root @param {Editor} editor @param {Looks} looks @param {{title?: string}} [options] title: of the document; as first paragraph it is a headline */
export function mountText(root, editor, looks, { title = "" } = {}) {
  const { index, paragraphs } = editor.state;
  const elements = paragraphs.map(() => h("p", { dir: "auto" }));
  /** @type {Map<Element, number>} */
  const places = new Map(elements.map((element, at) => [element, at]));
  /** Spans of each paragraph, in text order. @type {(readonly Span[])[]} */
  let here = paragraphs.map(() => []);
  /** @type {Map<string, HTMLElement[]>} */
  const marks = new Map();
  let isSelected = false;
  /** Classes that spans wear for a while, by name. @type {Map<string, ReadonlySet<string>>} */
  const painted = new Map();
  /** @type {(spanId: string) => string | null} id of what tells more of a span */
  let detailsOf = () => null;

  if (title && index.slice(paragraphs[0].start, paragraphs[0].end).trim() === title.trim())
    elements[0].classList.add("headline");
  sortIn(editor.state);
  elements.forEach((_, at) => draw(at));
  // Leaves of a few paragraphs: what changes in one need not be laid out and painted with all the others.
  for (let at = 0; at < elements.length; at += LEAF)
    root.append(h("div", { class: "leaf" }, ...elements.slice(at, at + LEAF)));

  /** @param {EditorState} state @param {readonly number[]} [which] */
  function sortIn({ annotations }, which) {
    const spans = [...annotations.spans.values()];
    if (which) {
      for (const at of which) {
        const { start, end } = paragraphs[at];
        here[at] = spans.filter((span) => span.start < end && span.end > start).sort(inTextOrder);
      }
      return;
    }
    /** @type {Span[][]} */
    const found = paragraphs.map(() => []);
    for (const span of spans)
      for (const at of paragraphsBetween(paragraphs, span.start, span.end)) found[at].push(span);
    here = found.map((some) => some.sort(inTextOrder));
  }

  /** @param {number} at */
  function draw(at) {
    const element = elements[at];
    const selected = isSelected ? selectionIn(element) : null;
    for (const old of element.querySelectorAll("mark"))
      // A span across paragraphs has marks in the others too.
      for (const id of idsOf(old))
        marks.set(
          id,
          (marks.get(id) ?? []).filter((mark) => mark.parentElement !== element),
        );
    const drawn = drawParagraph(index, paragraphs[at], here[at], looks);
    element.replaceChildren(...drawn.nodes);
    for (const [id, pieces] of drawn.marks) {
      marks.set(id, [...(marks.get(id) ?? []), ...pieces]);
      for (const [name, ids] of painted) if (ids.has(id)) for (const mark of pieces) mark.classList.add(name);
      const details = detailsOf(id);
      if (details) pieces[0].setAttribute("aria-details", details);
    }
    if (selected) setSelection(selected);
  }

  /** What of the browser's own selection lies in the text, as code points. @param {Element} [within] @returns {{anchor: number, focus: number} | null} */
  function selectionIn(within = root) {
    const selection = document.getSelection();
    if (!selection?.anchorNode || !selection.focusNode || !selection.containsNode(within, true)) return null;
    const anchor = pointOf(selection.anchorNode, selection.anchorOffset);
    const focus = pointOf(selection.focusNode, selection.focusOffset);
    return anchor === null || focus === null ? null : { anchor, focus };
  }

  /** @param {{anchor: number, focus: number}} points */
  function setSelection({ anchor, focus }) {
    const from = positionOf(anchor);
    const to = positionOf(focus);
    document.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }

  /** The code point at which something between the paragraphs begins. @param {Node | undefined} node */
  function edgeOf(node) {
    const first = node instanceof Element ? (node.matches("p") ? node : node.querySelector("p")) : null;
    return first ? paragraphs[places.get(first) ?? 0].start : index.length;
  }

  /** The code point at a place in the page; null outside of the text.
   * @param {Node} node @param {number} offset @returns {number | null} */
  function pointOf(node, offset) {
    if (!root.contains(node)) return null;
    const element = /** @type {Element} */ (node instanceof Element ? node : node.parentElement).closest("p");
    if (!element) return edgeOf(node.childNodes[offset]);
    const at = places.get(element) ?? 0;
    const before = document.createRange();
    before.selectNodeContents(elements[at]);
    before.setEnd(node, offset);
    const unit = index.units(paragraphs[at].start) + before.toString().length;
    try {
      return index.point(unit);
    } catch {
      return index.point(unit - 1);
    }
  }

  /** Where a code point stands in the page. @param {number} point @returns {{node: Node, offset: number}} */
  function positionOf(point) {
    const at = paragraphAt(paragraphs, point);
    const { start, end } = paragraphs[at];
    let rest = index.units(Math.min(point, end)) - index.units(start);
    /** @type {Text | null} */
    let last = null;
    for (const child of elements[at].childNodes) {
      last = /** @type {Text} */ (child instanceof Text ? child : child.firstChild?.firstChild);
      if (rest < last.length) return { node: last, offset: rest };
      rest -= last.length;
    }
    return last ? { node: last, offset: last.length } : { node: elements[at], offset: 0 };
  }

  /** The words of a range, a piece for each paragraph. @param {Range} range @returns {globalThis.Range[]} */
  function pieces({ start, end }) {
    return paragraphsBetween(paragraphs, start, end).map((at) => {
      const piece = document.createRange();
      const from = positionOf(Math.max(start, paragraphs[at].start));
      const to = positionOf(Math.min(end, paragraphs[at].end));
      piece.setStart(from.node, from.offset);
      piece.setEnd(to.node, to.offset);
      return piece;
    });
  }

  /** @param {ClipboardEvent} event */
  function onCopy(event) {
    const selected = selectionIn();
    if (!selected || selected.anchor === selected.focus || !event.clipboardData) return;
    const words = index.slice(Math.min(selected.anchor, selected.focus), Math.max(selected.anchor, selected.focus));
    event.clipboardData.setData("text/plain", words);
    event.preventDefault();
  }
  // Noted when it changes: to ask while a paragraph is drawn would have the browser lay out the page once more.
  const onSelection = () => void (isSelected = !(document.getSelection()?.isCollapsed ?? true));
  root.addEventListener("copy", onCopy);
  document.addEventListener("selectionchange", onSelection);

  /** @param {EditorState} state @param {Changed} changed */
  function onChange(state, changed) {
    if (!changed.spans) return;
    sortIn(state, changed.paragraphs ?? undefined);
    for (const at of changed.paragraphs ?? elements.keys()) draw(at);
  }
  const unsubscribe = editor.subscribe(onChange);

  return {
    element: root,
    paragraphs: elements,
    pointOf,
    positionOf,
    pieces,
    selectionIn,
    /** @param {string} spanId @returns {readonly HTMLElement[]} */
    marksOf: (spanId) => marks.get(spanId) ?? [],
    /** Spans over a code point, the innermost first. @param {number} point */
    spansAt: (point) =>
      here[paragraphAt(paragraphs, point)]
        .filter((span) => span.start <= point && point < span.end)
        .sort((a, b) => a.end - a.start - (b.end - b.start)),
    /** Makes exactly these spans wear a class. @param {string} name @param {Iterable<string>} spanIds */
    paint(name, spanIds) {
      const ids = new Set(spanIds);
      for (const id of painted.get(name) ?? [])
        if (!ids.has(id)) for (const mark of marks.get(id) ?? []) mark.classList.remove(name);
      for (const id of ids) for (const mark of marks.get(id) ?? []) mark.classList.add(name);
      painted.set(name, ids);
    },
    /** @param {(spanId: string) => string | null} ask @param {Iterable<string>} spanIds those whose answer may be new */
    describe(ask, spanIds) {
      detailsOf = ask;
      for (const id of spanIds) {
        const details = ask(id);
        const mark = marks.get(id)?.[0];
        if (details) mark?.setAttribute("aria-details", details);
        else mark?.removeAttribute("aria-details");
      }
    },
    unmount() {
      unsubscribe();
      root.removeEventListener("copy", onCopy);
      document.removeEventListener("selectionchange", onSelection);
      root.replaceChildren();
    },
  };
}

/** Ids of the spans that a mark shows, outermost first. @param {HTMLElement} mark */
const idsOf = (mark) => (mark.dataset.ids ?? "").split(" ");
