// What was remarked: a list beside the text, and a small flag in the gutter of each line that has something.
/** @import { Comment, Range } from "../model/types.js" @import { Bench } from "../bench.js" */
import { reasonWords, threads } from "../model/comment-commands.js";
import { afterPaint, button, h, part } from "./elements.js";
import { keepingFocus } from "./fields.js";
import { aims } from "./overlay.js";

/** @typedef {ReturnType<typeof threads>[number]} Thread */

/** @param {Bench} bench @returns {() => void} */
export function mountRemarks(bench) {
  const { editor, run, user } = bench;
  const root = part("comments");
  const marks = mountMarks(bench);
  /** What is drawn, so that only what differs is. */
  let drawn = "";

  function draw() {
    const { annotations, readOnly } = editor.state;
    const found = threads(annotations);
    const now = JSON.stringify([readOnly, found]);
    if (now === drawn) return;
    drawn = now;
    marks.show(found);
    root.hidden = found.length === 0;
    const heading = h("h2", { id: "comments-title" }, "Comments ");
    heading.append(h("span", { class: "count" }, annotations.comments.size));
    keepingFocus(root, () => root.replaceChildren(heading, h("ol", null, ...found.map(threadOf))));
  }

  /** @param {Thread} thread */
  function threadOf(thread) {
    const { range, comments } = thread;
    const { id } = comments[0];
    const answer = button(
      { class: "small plain", "data-keep": `answer:${id}`, onclick: () => run("flag", { answers: id }) },
      "Answer",
    );
    const item = h(
      "li",
      null,
      range ? wordsOf(thread, range) : h("span", { class: "muted" }, "The article"),
      h("ul", null, ...comments.map(commentOf)),
      !editor.state.readOnly && answer,
    );
    item.addEventListener("pointerenter", () => marks.point(range));
    item.addEventListener("pointerleave", () => marks.point(null));
    return item;
  }

  /** @param {Thread} thread @param {Range} range */
  function wordsOf({ comments: [{ id, span }] }, range) {
    const words = editor.state.index.slice(range.start, range.end);
    const onclick = () => {
      const standing = editor.state.annotations.spans.get(span ?? "");
      if (standing) return bench.go(standing);
      run("select", { ...range, exact: true });
      bench.pointer.useKeys();
      bench.geometry.reveal(range);
    };
    return button({ class: "plain quote", dir: "auto", title: words, "data-keep": `go:${id}`, onclick }, words);
  }

  /** @param {Comment} comment */
  function commentOf({ id, text, reason, author, created }) {
    const isMine = author === user.name;
    const mayChange = isMine && !editor.state.readOnly;
    const about = reason === null ? text : `${reasonWords(reason)} ${text}`;
    /** @param {string} words @param {() => void} onclick */
    const tool = (words, onclick) =>
      button(
        { class: "small plain", "aria-label": `${words}: ${about}`, "data-keep": `${words}:${id}`, onclick },
        words,
      );
    return h(
      "li",
      { class: reason === null ? "comment" : "comment flag", "data-comment": id },
      reason !== null && h("strong", null, reasonWords(reason)),
      text && h("p", { dir: "auto" }, text),
      h(
        "div",
        { class: "comment-foot" },
        !isMine && h("span", { class: "author", dir: "auto" }, author),
        h("time", { datetime: created }, timeOf(created)),
        mayChange && tool("Edit", () => run("flag", { commentId: id })),
        mayChange && tool("Delete", () => run("delete_comment", { commentId: id, author: user.name })),
      ),
    );
  }

  const later = afterPaint(draw);
  const unsubscribe = editor.subscribe((_, changed) => {
    if (changed.comments || changed.spans || changed.reason === "mode") later();
  });
  draw();
  return () => {
    unsubscribe();
    marks.unmount();
    root.replaceChildren();
    root.hidden = true;
  };
}

/** An import may say it in its own way. @param {string} created */
function timeOf(created) {
  const time = new Date(created);
  return Number.isNaN(time.getTime()) ? created : time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

/** Marks in the gutter, one a line; and boxes around the words that the list points at. @param {Bench} bench */
function mountMarks({ text, geometry }) {
  const layer = h("div", { class: "overlay", "aria-hidden": "true" });
  const boxes = h("div", { class: "overlay", "aria-hidden": "true" });
  text.element.append(layer, boxes);
  /** @type {readonly Thread[]} */
  let shown = [];

  function draw() {
    const corner = text.element.getBoundingClientRect();
    /** By line: whether something on it is a flag. @type {Map<number, boolean>} */
    const lines = new Map();
    for (const { range, comments } of shown) {
      const first = range && geometry.rects(range)[0];
      if (!first) continue;
      const top = Math.round(first.top - corner.top);
      lines.set(top, (lines.get(top) ?? false) || comments.some((comment) => comment.reason !== null));
    }
    layer.replaceChildren(
      ...Array.from(lines, ([top, isFlag]) => {
        const mark = h("div", { class: isFlag ? "gutter-mark flag" : "gutter-mark" });
        mark.style.top = `${top}px`;
        return mark;
      }),
    );
  }

  // Lines break anew when the column, the type or the zoom changes.
  const observer = new ResizeObserver(draw);
  observer.observe(text.element);
  return {
    /** @param {readonly Thread[]} found */
    show(found) {
      shown = found;
      draw();
    },
    /** @param {Range | null} range */
    point(range) {
      boxes.replaceChildren(...(range ? aims(text, geometry, range, "cursor") : []));
    },
    unmount() {
      observer.disconnect();
      layer.remove();
      boxes.remove();
    },
  };
}
