/** @param {any} value @returns {value is {[key: string]: any}} */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Are two JSON values the same, whatever the order of their keys? @param {any} a @param {any} b @returns {boolean} */
export function same(a, b) {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((each, index) => same(each, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
