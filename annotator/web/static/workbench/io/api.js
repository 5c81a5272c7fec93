// fetch, as the API speaks: JSON both ways, the form's token on writes, problem+json as errors.

/** The server said no: its problem+json. */
export class ApiProblem extends Error {
  /** @param {number} status @param {{title?: string, detail?: string, rule?: string, [key: string]: any}} body @param {number} [retryAfter] seconds */
  constructor(status, body, retryAfter = 0) {
    super(body.detail || body.title || `The server answered ${status}`);
    this.name = "ApiProblem";
    this.status = status;
    this.rule = body.rule ?? null;
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

/** There was no answer, or not one of our server. */
export class NetworkFailure extends Error {}

/** Calls of the API. Answers are the JSON, null for 204; throws ApiProblem or NetworkFailure.
 * @param {{csrf: () => string, fetch?: typeof fetch, timeout?: number}} options csrf: read at each call, a sign-in changes it; timeout: ms
 * @returns {{get: (url: string) => Promise<any>, post: (url: string, body?: any) => Promise<any>, put: (url: string, body: any) => Promise<any>}} */
export function createApi({ csrf, fetch: call = (...args) => fetch(...args), timeout = 20_000 }) {
  /** @param {string} method @param {string} url @param {any} [body] */
  async function request(method, url, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json, application/problem+json" };
    if (method !== "GET") headers["X-CSRFToken"] = csrf();
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const text = body === undefined ? undefined : JSON.stringify(body);
    try {
      const signal = AbortSignal.timeout(timeout);
      // A redirect can only lead to the sign-in page: it is an answer, not a way to follow.
      const response = await call(url, {
        method,
        headers,
        body: text,
        signal,
        credentials: "same-origin",
        redirect: "manual",
      });
      return await read(response);
    } catch (error) {
      if (error instanceof ApiProblem || error instanceof NetworkFailure) throw error;
      throw new NetworkFailure(error instanceof Error ? error.message : String(error));
    }
  }
  return {
    get: (url) => request("GET", url),
    post: (url, body = {}) => request("POST", url, body),
    put: (url, body) => request("PUT", url, body),
  };
}

/** @param {Response} response */
async function read(response) {
  if (response.type === "opaqueredirect") throw new ApiProblem(401, { detail: "Sign in again" });
  if (response.status === 204) return null;
  const isJson = /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
  if (response.ok) {
    // A page where data should be: a hotel's network, a proxy. Nothing has reached our server.
    if (!isJson) throw new NetworkFailure("The answer did not come from the server");
    return response.json();
  }
  const body = isJson ? await response.json().catch(() => ({})) : { title: response.statusText };
  throw new ApiProblem(response.status, body, Number(response.headers.get("Retry-After")) || 0);
}

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** What the server says of an act that can never be taken; any other "bad request" may be our own trouble. */
const RULES = new Set(
  "quote range label attribute value role ends max duplicate_link self_link equal_span grapheme fence unknown id star change anchor text reason author created".split(
    " ",
  ),
);

/** What can be done about a call that failed. offline, local, sign_in: the same call goes later. problem: it may, once a
 * person has seen to the task. refused: never, it breaks a rule. wrong: so it makes no sense.
 * @param {unknown} error @returns {"offline" | "local" | "sign_in" | "problem" | "refused" | "wrong"} */
export function troubleOf(error) {
  if (!(error instanceof ApiProblem)) return "offline";
  const { status, rule } = error;
  if (status === 401 || rule === "csrf") return "sign_in";
  if (status >= 500 || status === 408 || status === 429) return "local";
  if (status === 403 || status === 404 || status === 409) return "problem";
  return RULES.has(rule ?? "") ? "refused" : "wrong";
}

/** @typedef {{setTimeout: (run: () => void, ms: number) => any, clearTimeout: (timer: any) => void, random: () => number}} Clock */

/** @type {Clock} */
const browserClock = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  random: Math.random,
};

/** The way to the server as calls have found it: whether the next one may go now, and what was wrong with the last.
 * @param {{retry: () => void, clock?: Clock, network?: EventTarget}} options network: where "online" is heard */
export function createLine({ retry, clock = browserClock, network = globalThis }) {
  /** @type {"" | "offline" | "local" | "sign_in" | "problem"} */
  let state = "";
  let detail = "";
  let failures = 0;
  /** @type {any} */
  let timer = null;

  function endPause() {
    if (timer !== null) clock.clearTimeout(timer);
    timer = null;
  }
  function again() {
    endPause();
    retry();
  }
  network.addEventListener("online", again);

  /** Not now: each pause may be twice as long as the last.
   * @param {"offline" | "local" | "problem"} kind @param {string} reason @param {number} [seconds] at least */
  function pause(kind, reason, seconds = 0) {
    [state, detail] = [kind, reason];
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures) * (0.5 + clock.random() / 2);
    failures += 1;
    timer = clock.setTimeout(again, Math.max(pause, seconds * 1000));
  }

  return {
    isOpen: () => timer === null && state !== "sign_in",
    state: () => state,
    detail: () => detail,
    pause,
    /** Is it a matter of time, or of signing in? Then the call goes again later. @param {unknown} error */
    isPassing(error) {
      const reason = error instanceof Error ? error.message : String(error);
      const trouble = troubleOf(error);
      if (trouble === "sign_in") [state, detail] = [trouble, reason];
      else if (trouble === "offline") pause(trouble, reason);
      else if (trouble === "local") pause(trouble, reason, /** @type {ApiProblem} */ (error).retryAfter);
      else return false;
      return true;
    },
    succeeded() {
      [state, detail, failures] = ["", "", 0];
    },
    /** After signing in, or when a problem is solved: at once, whatever was. */
    resume() {
      if (state === "sign_in") [state, detail] = ["", ""];
      failures = 0;
      again();
    },
    close() {
      network.removeEventListener("online", again);
      endPause();
    },
  };
}
