/** A change that does not fit what stands: the rule it breaks, in a stable word and in words for people. */
export class Refusal extends Error {
  /** @param {string} rule @param {string} detail @param {any} [current] what stands in its place @param {string} [change] id */
  constructor(rule, detail, current = null, change = "") {
    super(detail);
    this.name = "Refusal";
    this.rule = rule;
    this.detail = detail;
    this.current = current;
    this.change = change;
  }
}
