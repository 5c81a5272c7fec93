// What is used now and then, fetched when it is first used: a module each, whose `open(bench, args)` does it.
/** @import { CommandArgs } from "./model/types.js" @import { Bench } from "./bench.js" */

/** @typedef {{open: (bench: Bench, args: CommandArgs) => void}} Tool */

/** By the effect that a command asks for (model/commands.js). @type {{readonly [effect: string]: () => Promise<Tool>}} */
export const TOOLS = {
  help: () => import("./view/help.js"),
};

/** How long nothing may have happened before what was not used yet is fetched, in milliseconds. */
const QUIET = 4000;

/** @param {string} effect @param {Bench} bench @param {CommandArgs} args @returns {boolean} whether there is such a tool */
export function openTool(effect, bench, args) {
  const fetched = TOOLS[effect];
  void fetched?.()
    .then((tool) => tool.open(bench, args))
    .catch((error) => bench.say(`Not available: ${error.message}`));
  return fetched !== undefined;
}

/** Fetches all tools once the page has come to rest, so that they are there without a network too. */
export function fetchToolsLater() {
  setTimeout(() => {
    for (const fetched of Object.values(TOOLS)) void fetched().catch(() => {});
  }, QUIET);
}
