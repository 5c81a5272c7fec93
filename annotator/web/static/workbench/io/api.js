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
