// Boxes that float above the text: what a key would act on, and what the fillers of an event are to it.
/** @import { Range } from "../model/types.js" @import { Geometry } from "./geometry.js" @import { TextView } from "./text-view.js" */
import { h } from "./elements.js";

/** @typedef {ReturnType<typeof mountOverlay>} Overlay */

/** @param {TextView} text @param {Geometry} geometry */
export function mountOverlay(text, geometry) {
  const boxes = h("div", { class: "overlay", "aria-hidden": "true" });
  const tags = h("div", { class: "overlay", "aria-hidden": "true" });
  text.element.append(tags, boxes);
  /** @type {{range: Range, kind: string} | null} */
  let aimed = null;
  /** @type {readonly {range: Range, words: string}[]} */
  let tagged = [];

  /** @param {HTMLElement} element @param {number} left @param {number} top */
  function place(element, left, top) {
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    return element;
  }

  function drawAim() {
    const frame = text.element.getBoundingClientRect();
    const drawn = (aimed ? geometry.rects(aimed.range) : []).map((rect) => {
      const box = place(
        h("div", { class: `aim ${aimed?.kind}` }),
        rect.left - frame.left - 2,
        rect.top - frame.top - 2,
      );
      box.style.width = `${rect.width + 4}px`;
      box.style.height = `${rect.height + 6}px`;
      return box;
    });
    boxes.replaceChildren(...drawn);
  }

  function drawTags() {
    if (tagged.length === 0) return tags.replaceChildren();
    const frame = text.element.getBoundingClientRect();
    const drawn = tagged.flatMap(({ range, words }) => {
      const [rect] = geometry.rects(range);
      // The words are drawn by the style, so that they are neither found nor copied with the text.
      return rect
        ? place(h("div", { class: "tag", "data-words": words }), rect.left - frame.left - 1, rect.top - frame.top)
        : [];
    });
    tags.replaceChildren(...drawn);
  }

  // Lines break anew when the column, the type or the zoom changes.
  const observer = new ResizeObserver(() => {
    drawAim();
    drawTags();
  });
  observer.observe(text.element);

  return {
    /** What a key would act on. @param {Range | null} range @param {"pointer" | "cursor" | "selection"} [kind] */
    aim(range, kind = "pointer") {
      const isSame = aimed?.range.start === range?.start && aimed?.range.end === range?.end && aimed?.kind === kind;
      if (isSame && range) return;
      aimed = range && { range, kind };
      drawAim();
    },
    /** @param {readonly {range: Range, words: string}[]} wanted */
    tags(wanted) {
      const isSame = wanted.length === 0 && tagged.length === 0;
      tagged = wanted;
      if (!isSame) requestAnimationFrame(drawTags);
    },
    unmount() {
      observer.disconnect();
      boxes.remove();
      tags.remove();
    },
  };
}
