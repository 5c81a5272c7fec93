// What the words of spans say is asked of the server in the background: a little after they were marked, many at once.
// Nobody waits for it; where there is no answer, nothing is offered.
/** @import { Editor, SchemaJson } from "../model/types.js" @import { Reading, Words } from "../model/readings.js" */
import { Readings } from "../model/readings.js";
import { labelNamed } from "../model/schema.js";

/** How long nothing may have been marked, in milliseconds, and how much is asked at once. */
const PAUSE = 300;
const MOST = 200;
/** How long something must have stood there before a key says yes to it: less than that, nobody has looked. */
const SEEN = 300;

/** ask: POST readings of the task. isOn: does the person want to see any?
 * @param {{editor: Editor, ask: (places: Words[]) => Promise<{readings: Reading[]}>, isOn?: () => boolean, pause?: number}} options */
export function createReader({ editor, ask, isOn = () => true, pause = PAUSE }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isAsking = false;
  let isClosed = false;

  function wanted() {
    const { annotations, schema, readings } = editor.state;
    const open = [...annotations.spans.values()].filter(
      (span) => isRead(schema, span.label) && !(readings?.knows(span) ?? false),
    );
    return open.slice(0, MOST).map(({ label, start, end }) => ({ label, start, end }));
  }

  async function look() {
    timer = undefined;
    if (!isOn()) return void (editor.state.readings && editor.run("read", { readings: null }));
    const places = editor.state.readOnly ? [] : wanted();
    if (isAsking || isClosed || places.length === 0) return;
    isAsking = true;
    try {
      const { readings } = await ask(places);
      if (isClosed) return;
      // What was asked is not asked again, whatever the answer left out.
      const asked = places.map((each) => ({ ...each, values: {}, others: {} }));
      const known = (editor.state.readings ?? new Readings()).and([...asked, ...readings]);
      editor.run("read", { readings: known.arriving(readings) });
      setTimeout(() => {
        if (!isClosed) editor.run("read", { readings: editor.state.readings?.seen(readings) ?? null });
      }, SEEN);
      later();
    } catch {
      // Offline, or not to be read: what is marked next asks again.
    } finally {
      isAsking = false;
    }
  }

  /** @param {number} [wait] in milliseconds */
  function later(wait = pause) {
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  }

  const unsubscribe = editor.subscribe((_, { spans, reason }) => {
    if (spans || reason === "mode") later();
  });
  later(0);
  return {
    /** The person wants it otherwise. */
    look: () => later(0),
    close() {
      isClosed = true;
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

/** @param {SchemaJson} schema @param {string} label */
const isRead = (schema, label) => labelNamed(schema, label)?.attributes.some((each) => each.read) ?? false;

/** Values of a type that a typed name may mean, the likeliest first; rejects where nobody can be asked.
 * @param {Pick<ReturnType<typeof import("./api.js").createApi>, "get">} api @param {{[name: string]: string}} urls
 * @param {string} task its id @param {string} type @param {string} query @returns {Promise<any[]>} */
export async function lookUp({ get }, urls, task, type, query) {
  if (type === "place") return (await get(`${urls.places}?${new URLSearchParams({ query, task })}`)).places;
  const { actors } = await get(`${urls.actors}?${new URLSearchParams({ query })}`);
  return actors.map((/** @type {{id: string, name: string}} */ { id, name }) => ({ id, name, by: "human" }));
}
