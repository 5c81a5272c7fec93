// Elements in one expression, and the few on the page that the parts are hung into.

/** @typedef {Node | string | number | null | undefined | false} Child */

/** Attributes; names that begin with "on" are listeners; null, undefined and false are left out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {{[name: string]: any} | null} [props] @param {...Child} children @returns {HTMLElementTagNameMap[Tag]} */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child || child === 0) element.append(/** @type {Node} */ (child));
  return element;
}

/** An element of the template; the page cannot work without it. @param {string} id */
export function part(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element;
}

/** A button that sends no form.
 * @param {{[name: string]: any}} props @param {...Child} children */
export const button = (props, ...children) => h("button", { type: "button", ...props }, ...children);

/** Runs a task with the next frame. @param {() => void} task @returns {() => void} asks for it; asking twice before it runs is asking once */
export function onceAFrame(task) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      task();
    });
  };
}

/** Runs a task once the next frame is painted: what is not needed to see a key's effect waits until then.
 * @param {() => void} task @returns {() => void} asks for it; asking twice before it runs is asking once */
export function afterPaint(task) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        isAsked = false;
        task();
      }),
    );
  };
}
