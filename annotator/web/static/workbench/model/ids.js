const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/** A new id of 26 letters (130 random bits): unique without asking anybody, also where crypto.randomUUID is missing. */
export function newId() {
  // The model's compiler has no DOM types; every engine that runs it has this one function.
  const bytes = /** @type {any} */ (globalThis).crypto.getRandomValues(new Uint8Array(26));
  return Array.from(bytes, (byte) => LETTERS[/** @type {number} */ (byte) & 31]).join("");
}
