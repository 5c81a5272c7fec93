// Labels with their keys and how many there are; with an event in hand, its roles. A click arms one for the pointer.
/** @import { CommandArgs, EditorState, Editor, Keymap, Label, Role } from "../model/types.js" @import { Gesture } from "./gestures.js" @import { Looks } from "./label-style.js" */
import { proposals } from "../model/frames.js";
import { bindingFor } from "../model/keymap.js";
import { phraseOf } from "../model/schema.js";
import { afterPaint, button, h } from "./elements.js";
import { keyName } from "./keyboard.js";

/** @param {HTMLElement} root @param {{editor: Editor, map: Keymap, looks: Looks, say: (message: string) => void,
 *   run: (command: string, args: CommandArgs) => void}} options */
export function mountLegend(root, { editor, map, looks, say, run }) {
  const isTouched = matchMedia("(pointer: coarse)").matches;
  /** @type {{gesture: Gesture, element: HTMLElement} | null} */
  let armed = null;
  let rolesOf = "";
  /** @type {Map<string, HTMLElement>} */
  const counts = new Map();
  const labels = h("span", { class: "labels" });
  const roles = h("span", { class: "roles" });
  // For hands without keys; elsewhere the cards have the like.
  const putDown = button({ class: "hand", onclick: () => run("put_down", {}) }, "Done");
  const link = button({ class: "hand", onclick: () => run("done", {}) });

  /** @param {string} words @param {Gesture} gesture @param {string | undefined} code @param {...(Node | string)} content */
  function armable(words, gesture, code, ...content) {
    const key = code && keyName(code);
    const element = button(
      {
        "aria-pressed": "false",
        "aria-keyshortcuts": key,
        title: `${words}. ${isTouched ? "Tap, then tap" : "Click, then click"} words to give it to them`,
        onclick: () => arm(element, gesture, words),
      },
      key && h("kbd", null, key),
      ...content,
    );
    return element;
  }

  /** @param {Label} label */
  function labelButton({ name, title, description }) {
    const binding = bindingFor(map, "label", name);
    const count = h("span", { class: "count" });
    counts.set(name, count);
    const words = description ? `${title}: ${description}` : title;
    const named = h("span", { class: `name tone-${looks.tone(name)}` }, title.toLowerCase());
    return armable(words, { command: "label", args: { label: name } }, binding?.code, named, count);
  }

  /** Roles that share a key are one button. @param {readonly Role[]} shared */
  function roleButton(shared) {
    const gesture = { command: "link", args: { roles: shared.map((role) => role.name) } };
    const words = shared.map((role) => `${role.title}${role.description ? `: ${role.description}` : ""}`).join(" ");
    const code = bindingFor(map, "link", shared[0].name)?.code;
    return armable(words, gesture, code, shared.map((role) => phraseOf(editor.state.schema, role.name)).join(", "));
  }

  /** @param {HTMLElement} element @param {Gesture} gesture @param {string} words */
  function arm(element, gesture, words) {
    const was = armed?.element;
    disarm();
    if (was === element) return say("Nothing armed");
    armed = { gesture, element };
    element.setAttribute("aria-pressed", "true");
    document.body.classList.add("arming");
    say(`${isTouched ? "Tap" : "Click"} words: ${words.split(":")[0]}`);
  }

  function disarm() {
    armed?.element.setAttribute("aria-pressed", "false");
    armed = null;
    document.body.classList.remove("arming");
  }

  /** @param {EditorState} state */
  function drawRoles({ inHand, annotations, schema }) {
    const label = (inHand !== null && annotations.spans.get(inHand)?.label) || "";
    if (label === rolesOf) return;
    rolesOf = label;
    if (armed && roles.contains(armed.element)) disarm();
    const open = schema.roles.filter((role) => role.meaning !== "same_event" && role.from.includes(label) && role.key);
    const keys = [...new Set(open.map((role) => role.key))];
    const buttons = keys.map((key) => roleButton(open.filter((role) => role.key === key)));
    roles.replaceChildren(...(buttons.length > 0 ? [h("span", { class: "divider" }), ...buttons, putDown, link] : []));
  }

  /** How many links wait for a yes, and of how many words what was read. */
  function drawProposals() {
    const { state } = editor;
    const open = state.inHand === null || state.readOnly ? [] : proposals(state);
    const read = (state.inHand !== null && !state.readOnly && state.readings?.onCard(state, open).length) || 0;
    link.disabled = open.length + read === 0;
    const confirms = read > 0 && `confirm ${read} read`;
    const words = [(open.length > 0 || !confirms) && `link ${open.length} proposed`, confirms]
      .filter(Boolean)
      .join(", ");
    link.textContent = words.charAt(0).toUpperCase() + words.slice(1);
  }

  function drawCounts() {
    const { annotations, schema } = editor.state;
    const found = new Map(schema.labels.map((label) => [label.name, 0]));
    for (const span of annotations.spans.values()) found.set(span.label, (found.get(span.label) ?? 0) + 1);
    for (const [name, element] of counts) element.textContent = String(found.get(name));
  }

  function drawKeys() {
    disarm();
    counts.clear();
    rolesOf = "";
    labels.replaceChildren(...editor.state.schema.labels.map(labelButton));
    root.replaceChildren(labels, roles);
    drawCounts();
    drawRoles(editor.state);
    drawProposals();
  }

  drawKeys();
  // What scrolls into sight must not come to lie below the bar where that sticks.
  const bar = /** @type {Element} */ (root.closest(".bar"));
  const measured = new ResizeObserver(() => {
    document.documentElement.style.setProperty("--bar", `${bar.getBoundingClientRect().height}px`);
  });
  measured.observe(bar);
  const later = afterPaint(drawCounts);
  const laterProposals = afterPaint(drawProposals);
  const unsubscribe = editor.subscribe((state, changed) => {
    if (changed.spans) later();
    drawRoles(state);
    if (!link.disabled || state.inHand !== null) laterProposals();
    root.toggleAttribute("inert", state.readOnly);
  });
  root.toggleAttribute("inert", editor.state.readOnly);

  return {
    armed: () => armed?.gesture ?? null,
    /** The label after the one that is armed, or the first. */
    armNext() {
      const all = /** @type {HTMLElement[]} */ ([...labels.children]);
      const at = all.findIndex((label) => label === armed?.element);
      const following = all[(at + 1) % all.length];
      if (following && following !== armed?.element) following.click();
    },
    disarm,
    /** The keys are others than they were. */
    drawKeys,
    unmount() {
      unsubscribe();
      measured.disconnect();
      disarm();
      root.replaceChildren();
    },
  };
}
