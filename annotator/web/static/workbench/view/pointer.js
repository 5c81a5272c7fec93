// What a key acts on: the selection, else what lies under the pointer where that was used last, else the cursor's token.
/** @import { CommandArgs, Editor, Span } from "../model/types.js" @import { Geometry, Hit } from "./geometry.js" @import { Overlay } from "./overlay.js" @import { TextView } from "./text-view.js" */
import { roleNamed } from "../model/schema.js";
import { onceAFrame } from "./elements.js";

/** @typedef {ReturnType<typeof mountPointer>} Pointer */
/** A pointer that trembles while keys are pressed is not being used, in pixels. */
const TREMBLE = 4;
/** A finger that comes down beside a word means it, in pixels. */
const BROAD = 8;

/** @param {{editor: Editor, text: TextView, geometry: Geometry, overlay: Overlay, pane: HTMLElement, onMove?: () => void}} options pane: what scrolls the text */
export function mountPointer({ editor, text, geometry, overlay, pane, onMove = () => {} }) {
  let device = /** @type {"pointer" | "keys"} */ ("keys");
  /** @type {Hit | null} */
  let under = null;
  let isOver = false;
  let at = { x: -1, y: -1 };
  let rest = { x: -1, y: -1 };

  const isPointing = () => device === "pointer" && isOver;

  /** @param {PointerEvent} event */
  function onPointerMove(event) {
    at = { x: event.clientX, y: event.clientY };
    isOver = pane.contains(/** @type {Node} */ (event.target));
    if (device === "keys" && Math.hypot(at.x - rest.x, at.y - rest.y) < TREMBLE) return;
    device = "pointer";
    look();
  }

  /** Looks again at what lies under the pointer: it moved, or the text did. */
  function look() {
    if (device !== "pointer") return;
    under = isOver ? geometry.hit(at.x, at.y) : null;
    onMove();
    show();
  }

  function onLeave() {
    isOver = false;
    under = null;
    show();
  }

  /** Shows what a key would act on. */
  const show = onceAFrame(() => {
    const { selection, focus, tokens, cursor } = editor.state;
    const span = focus === null ? null : editor.state.annotations.spans.get(focus);
    if (selection) overlay.aim(selection, "selection");
    else if (isPointing()) overlay.aim(under && (under.spans[0] ?? tokens[under.token]), "pointer");
    else overlay.aim(span ?? tokens[cursor] ?? null, "cursor");
  });

  /** Of several spans there the innermost that a command takes; of those on the same words the one that has the focus.
   * @param {readonly Span[]} spans @param {CommandArgs} args @returns {Span | undefined} */
  function meant(spans, { role, roles = role === undefined ? [] : [role] }) {
    const fits = (/** @type {Span} */ span) =>
      roles.some((/** @type {string} */ name) => roleNamed(editor.state.schema, name)?.to.includes(span.label));
    const first = spans.find(fits) ?? spans[0];
    const isTwin = (/** @type {Span} */ span) => span.start === first.start && span.end === first.end;
    return spans.find((span) => span.id === editor.state.focus && isTwin(span) && fits(span) === fits(first)) ?? first;
  }

  /** What a command does to what lies there. @param {Hit} found @param {CommandArgs} args @returns {CommandArgs} */
  function aimed({ spans, token }, args) {
    const span = meant(spans, args);
    if (span) return { spanId: span.id };
    const { start, end } = editor.state.tokens[token];
    return { start, end };
  }

  const listeners = /** @type {const} */ ([
    [document, "pointermove", onPointerMove],
    [document.documentElement, "pointerleave", onLeave],
    [pane, "scroll", () => look()],
    [pane, "pointerleave", onLeave],
  ]);
  for (const [target, name, listener] of listeners)
    target.addEventListener(name, /** @type {EventListener} */ (listener), { passive: true });
  const unsubscribe = editor.subscribe(() => {
    if (under && isPointing()) under = { ...under, spans: text.spansAt(editor.state.tokens[under.token].start) };
    show();
  });
  show();

  return {
    show,
    /** Index of the token under the pointer, or of the cursor's; -1: none. */
    token: () => (isPointing() ? (under?.token ?? -1) : editor.state.cursor),
    /** The span that a key would act on. @returns {Span | null} */
    span() {
      if (editor.state.selection) return null;
      if (isPointing()) return (under && meant(under.spans, {})) ?? null;
      return editor.state.annotations.spans.get(editor.state.focus ?? "") ?? null;
    },
    /** The target of a command as its arguments; null: the pointer is over nothing.
     * @param {CommandArgs} [args] of the command @returns {CommandArgs | null} */
    target(args = {}) {
      if (editor.state.selection || !isPointing()) return {};
      return under && aimed(under, args);
    },
    /** The same for where something comes down that was not seen to move there: a finger, a pen.
     * @param {{clientX: number, clientY: number, pointerType: string}} event */
    at({ clientX: x, clientY: y, pointerType }) {
      const reach = pointerType === "touch" ? [0, -BROAD, BROAD] : [0];
      const found = reach.reduce((hit, aside) => hit ?? geometry.hit(x + aside, y), /** @type {Hit | null} */ (null));
      return {
        token: () => found?.token ?? -1,
        target: (/** @type {CommandArgs} */ args = {}) => found && aimed(found, args),
        spans: found?.spans ?? [],
      };
    },
    /** What is under a point of the screen. @param {number} x @param {number} y */
    hit: (x, y) => geometry.hit(x, y),
    /** Is the pointer what was used last, over the text? */
    isPointing,
    /** From now on the cursor is meant, until the pointer moves. */
    useKeys() {
      device = "keys";
      rest = at;
      under = null;
      show();
    },
    unmount() {
      unsubscribe();
      for (const [target, name, listener] of listeners)
        target.removeEventListener(name, /** @type {EventListener} */ (listener));
    },
  };
}
