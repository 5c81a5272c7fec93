// Says in one polite live region what happened; several things at once are said together.

/** @param {HTMLElement} region @param {number} [wait] milliseconds in which sayings are gathered */
export function createAnnouncer(region, wait = 120) {
  /** @type {string[]} */
  let sayings = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isOdd = false;

  function speak() {
    timer = undefined;
    isOdd = !isOdd;
    // A space that differs makes the same words news again.
    region.textContent = `${sayings.join(". ")}${isOdd ? "\u00a0" : ""}`;
    sayings = [];
  }

  return {
    /** @param {string} saying */
    say(saying) {
      if (!saying || sayings.at(-1) === saying) return;
      sayings.push(saying);
      timer ??= setTimeout(speak, wait);
    },
    unmount() {
      clearTimeout(timer);
      region.textContent = "";
    },
  };
}
