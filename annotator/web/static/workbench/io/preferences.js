// A person's settings on their way to the server: each holds at once, and is kept in this browser until it has arrived.
import { same } from "../model/values.js";
import { ApiProblem } from "./api.js";

/** How long after a failure the next attempt comes, in milliseconds. */
const AGAIN = 30_000;

/** The server keeps all preferences as one object, and another tab may have set others meanwhile: so what is sent is
 * always what it has now with our changes in it.
 * @param {{api: ReturnType<typeof import("./api.js").createApi>, url: string, name: string, storage?: Pick<Storage, "getItem" | "setItem" | "removeItem">,
 *   network: EventTarget, onProblem?: (words: string) => void}} options name: under which the browser keeps what waits */
export function createKeeper({ api, url, name, storage = localStorage, network, onProblem = () => {} }) {
  let isSending = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** For a browser that keeps nothing. */
  let memory = "{}";

  /** @returns {{[name: string]: any}} */
  function waiting() {
    try {
      return JSON.parse(storage.getItem(name) ?? memory);
    } catch {
      return JSON.parse(memory);
    }
  }

  /** @param {{[name: string]: any}} left */
  function remember(left) {
    memory = JSON.stringify(left);
    try {
      if (Object.keys(left).length > 0) storage.setItem(name, memory);
      else storage.removeItem(name);
    } catch {
      // It is sent from memory then, while the page is open.
    }
  }

  /** Takes out what has arrived, unless it was set anew meanwhile. @param {{[name: string]: any}} sent */
  function arrived(sent) {
    remember(Object.fromEntries(Object.entries(waiting()).filter(([key, value]) => !same(value, sent[key]))));
  }

  async function send() {
    clearTimeout(timer);
    const sent = waiting();
    if (isSending || Object.keys(sent).length === 0) return;
    isSending = true;
    try {
      const { preferences } = await api.get(url);
      await api.put(url, { preferences: { ...preferences, ...sent } });
      arrived(sent);
    } catch (error) {
      failed(error, sent);
    } finally {
      isSending = false;
    }
    // What was set while these were on their way.
    if (!timer) await send();
  }

  /** @param {unknown} error @param {{[name: string]: any}} sent */
  function failed(error, sent) {
    // What the server will never take must not be sent for ever; a sign-in or a better time may help the rest.
    if (error instanceof ApiProblem && error.status === 422) {
      arrived(sent);
      onProblem(`This setting cannot be kept: ${error.message}`);
      return;
    }
    timer = setTimeout(again, AGAIN);
  }

  function again() {
    clearTimeout(timer);
    timer = undefined;
    return send();
  }

  network.addEventListener("online", again);
  return {
    /** @param {{[name: string]: any}} changed an empty object sends what is left from before */
    keep(changed) {
      remember({ ...waiting(), ...changed });
      return again();
    },
    waiting,
    close() {
      clearTimeout(timer);
      network.removeEventListener("online", again);
    },
  };
}
