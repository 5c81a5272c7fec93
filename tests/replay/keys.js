// Both hands on the keys: the cursor is taken to the words by the fewest keys, or by a jump of three.
import { COMMANDS } from "../../annotator/web/static/workbench/model/commands.js";
import { tokenAt, tokensBetween } from "../../annotator/web/static/workbench/model/tokens.js";
import { createGeometry } from "../../annotator/web/static/workbench/view/geometry.js";
import { confirmed, typedToll, typedValues } from "./pointer.js";

const MOVES = new Set(["move", "focus_next", "focus_previous"]);
const JUMP = 3;

export class KeysAlone {
  repeating = 0;

  /** boxes: where each code point stands on the page, [left, top, right, bottom] or null
   * @param {import("./work.js").Work} work @param {(number[] | null)[]} [boxes] */
  constructor(work, boxes) {
    this.work = work;
    const moves = work.map.bindings.filter(({ command, stroke }) => MOVES.has(command) && stroke);
    this.moves = moves.filter(({ args }) => !args.extend && (boxes || args.by !== "line"));
    this.extending = moves.filter(({ args }) => args.extend && (boxes || args.by !== "line"));
    this.lines = boxes ? linesIn(work.editor, boxes) : null;
  }

  canBegin() {
    return true;
  }

  /** @param {any} range @param {any} binding @returns {any[]} */
  onWords(range, { command, args, stroke }) {
    const tokens = tokensBetween(this.work.state.tokens, range.start, range.end);
    const acts = [...(tokens.length === 1 ? this.#toWord(range) : this.#toWords(range, tokens)), { key: stroke }];
    this.work.run(command, args);
    return acts;
  }

  /** @param {any} span @param {any} binding @returns {any[]} */
  onSpan(span, { command, args, stroke }) {
    const hasTwin = this.work.besides(span).some(({ label }) => label === span.label);
    if (hasTwin && this.work.state.focus !== span.id) throw new Error(`nothing tells which “${span.quote}” is meant`);
    const isThere = (state) => state.focus === span.id && !state.selection;
    const tokens = tokensBetween(this.work.state.tokens, span.start, span.end);
    const acts = [...this.#go(this.#way(isThere, tokens)), { key: stroke }];
    this.work.run(command, args);
    return acts;
  }

  get instead() {
    return this.work.key("pick_up");
  }

  /** @param {any} span @param {import("./values.js").Saying} saying */
  values(span, saying) {
    return typedValues(this, span, saying);
  }

  /** @param {any} span */
  confirm(span) {
    return confirmed(this, span);
  }

  /** @param {any} span @param {any} toll */
  toll(span, toll) {
    return typedToll(this, span, toll);
  }

  /** @param {any} binding */
  press({ command, args, stroke }) {
    const reads = this.work.readInHand();
    this.work.run(command, args);
    return [{ key: stroke, ...(command === "done" && reads > 0 && { reads }) }];
  }

  /** To a single word; where it lies in a longer span it has to be selected. */
  #toWord({ start, end }) {
    const at = tokenAt(this.work.state.tokens, start);
    const isThere = ({ cursor, selection }) => cursor === at && !selection;
    const acts = this.#go(this.#way(isThere, [this.work.state.tokens[at]]));
    const over = this.work.state.annotations.spans.get(this.work.state.focus ?? "");
    if (!over || (over.start === start && over.end === end)) return acts;
    const extended = [false, true].map((isBack) => this.#key("token", isBack ? "left" : "right"));
    for (const { args } of extended) this.work.run("move", args);
    return [...acts, ...extended.map(({ stroke }) => ({ key: stroke }))];
  }

  /** To one end of words, from where they are selected to the other: from whichever end is nearer. */
  #toWords({ start, end }, tokens) {
    const isSelected = ({ selection }) => selection?.start === start && selection.end === end;
    const ways = [tokens[0], tokens.at(-1)].map((token) => {
      const at = tokenAt(this.work.state.tokens, token.start);
      const way = this.#way(({ cursor, selection }) => cursor === at && !selection, [token]);
      return { way, rest: this.#search(way.state, this.extending, isSelected) };
    });
    const [{ way, rest }] = ways.sort((a, b) => a.way.cost + a.rest.path.length - b.way.cost - b.rest.path.length);
    const acts = this.#go(way);
    this.#follow(rest.path);
    return [...acts, ...rest.path.map(({ stroke }) => ({ key: stroke }))];
  }

  /** The shortest way to where something holds: by moves, or by a jump to one of some words.
   * @param {(state: any) => boolean} isThere @param {readonly any[]} words */
  #way(isThere, words) {
    const { state } = this.work;
    const { path, state: there } = this.#search(state, this.moves, isThere);
    if (path.length <= JUMP) return { path, state: there, cost: path.length, jump: null };
    for (const { start, end } of words) {
      const landed = { ...state, ...COMMANDS.move_to(state, { point: start }) };
      if (!isThere(landed) || !/[\p{L}\p{N}]/u.test(state.index.slice(start, end))) continue;
      const isSame = ({ cursor, focus, selection }) => cursor === landed.cursor && focus === landed.focus && !selection;
      const beside = this.#search(state, this.moves, isSame);
      return { path: beside.path, state: landed, cost: JUMP, jump: start };
    }
    return { path, state: there, cost: path.length, jump: null };
  }

  #go({ path, jump }) {
    if (jump !== null) {
      this.work.run("move_to", { point: jump });
      const { end } = this.work.state.tokens[this.work.state.cursor];
      return [{ jump, end, otherwise: path.map(({ stroke }) => stroke) }];
    }
    this.#follow(path);
    return path.map(({ stroke }) => ({ key: stroke }));
  }

  #follow(path) {
    for (const { command, args } of path) this.work.run(command, this.#placed(this.work.state, command, args));
  }

  /** The fewest moves to where something holds. @returns {{path: any[], state: any}} */
  #search(from, moves, isThere) {
    const seen = new Set([placeOf(from)]);
    let edge = [{ state: from, path: [] }];
    while (edge.length > 0) {
      const found = edge.find(({ state }) => isThere(state));
      if (found) return found;
      edge = edge.flatMap(({ state, path }) =>
        moves.flatMap((binding) => {
          const result = COMMANDS[binding.command](state, this.#placed(state, binding.command, binding.args));
          if (result.refused !== undefined) return [];
          const next = { ...state, ...result };
          // Which of two spans on the same words comes first, their ids tell, which are others on the page.
          if (binding.command !== "move" && [state, next].some((each) => this.#isCrowded(each))) return [];
          if (seen.has(placeOf(next))) return [];
          seen.add(placeOf(next));
          return [{ state: next, path: [...path, binding] }];
        }),
      );
    }
    throw new Error("no keys lead there");
  }

  #isCrowded({ focus, annotations }) {
    const span = annotations.spans.get(focus ?? "");
    return span !== undefined && this.work.besides(span).length > 0;
  }

  /** Where the line above or below is, the page has to tell. */
  #placed({ cursor }, command, args) {
    if (command !== "move" || args.by !== "line" || !this.lines) return args;
    return { ...args, point: this.lines(cursor, args.direction) };
  }

  #key(by, direction) {
    return this.extending.find(({ args }) => args.by === by && args.direction === direction);
  }
}

const placeOf = ({ cursor, focus, selection }) => `${cursor} ${focus} ${selection?.start} ${selection?.end}`;

/** The page's own geometry, on the boxes that were measured there: the word above, below, at either end of the line. */
function linesIn(editor, boxes) {
  const pieces = ({ start, end }) => [{ getClientRects: () => rectsOf(boxes.slice(start, end)) }];
  const geometry = createGeometry(editor, /** @type {any} */ ({ pieces }));
  const known = new Map();
  return (cursor, direction) => {
    const asked = `${cursor} ${direction}`;
    if (!known.has(asked))
      known.set(
        asked,
        direction === "up" || direction === "down"
          ? geometry.beside(cursor, direction)
          : geometry.lineEdge(cursor, direction),
      );
    return known.get(asked);
  };
}

/** The boxes of characters as those of the lines they stand on. @param {(number[] | null)[]} boxes */
function rectsOf(boxes) {
  const rects = [];
  for (const [left, top, right, bottom] of boxes.filter((box) => box !== null)) {
    const last = rects.at(-1);
    const isOn = last && Math.abs(last.top - top) < (bottom - top) / 2;
    if (!isOn) rects.push({ left, top, right, bottom, width: right - left, height: bottom - top });
    else {
      last.left = Math.min(last.left, left);
      last.right = Math.max(last.right, right);
      last.width = last.right - last.left;
    }
  }
  return rects;
}
