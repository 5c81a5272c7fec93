import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiProblem, createApi, NetworkFailure } from "../../annotator/web/static/workbench/io/api.js";

const answer = (status, body, type = "application/json", headers = {}) =>
  new Response(body === null ? null : typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers: { ...(type && { "Content-Type": type }), ...headers },
  });
/** An API whose fetch gives this answer, and the calls that were made. */
function makeApi(reply, options = {}) {
  const calls = [];
  const fetch = async (url, init) => {
    calls.push({ url, ...init });
    return reply(init);
  };
  return { calls, api: createApi({ csrf: () => "token", fetch, ...options }) };
}

test("a write carries JSON and the form's token, a reading neither", async () => {
  const { calls, api } = makeApi(() => answer(200, { ok: true }));
  assert.deepEqual(await api.post("/x", { a: 1 }), { ok: true });
  await api.put("/x", { b: 2 });
  await api.get("/y");
  const [post, put, get] = calls;
  assert.deepEqual(
    [post.method, post.body, post.headers["X-CSRFToken"], post.headers["Content-Type"]],
    ["POST", '{"a":1}', "token", "application/json"],
  );
  assert.deepEqual([put.method, put.body], ["PUT", '{"b":2}']);
  assert.deepEqual([get.method, get.body, get.headers["X-CSRFToken"]], ["GET", undefined, undefined]);
  assert.equal(get.credentials, "same-origin");
});

test("the token is read anew for each call: a sign-in changes it", async () => {
  let token = "old";
  const { calls, api } = makeApi(() => answer(204, null), { csrf: () => token });
  assert.equal(await api.post("/x"), null);
  token = "new";
  await api.post("/x");
  assert.deepEqual(
    calls.map(({ headers }) => headers["X-CSRFToken"]),
    ["old", "new"],
  );
});

test("problem+json becomes an ApiProblem with its rule, status, words and wish to wait", async () => {
  const body = { title: "Conflict", detail: "the task is submitted", rule: "task_state" };
  const { api } = makeApi(() => answer(409, body, "application/problem+json", { "Retry-After": "30" }));
  await assert.rejects(api.post("/x"), (error) => {
    assert.ok(error instanceof ApiProblem);
    assert.deepEqual(
      [error.status, error.rule, error.message, error.retryAfter],
      [409, "task_state", "the task is submitted", 30],
    );
    assert.deepEqual(error.body, body);
    return true;
  });
});

test("an error that is no JSON still has its status", async () => {
  const { api } = makeApi(() => answer(502, "<h1>Bad gateway</h1>", "text/html"));
  await assert.rejects(
    api.get("/x"),
    (error) => error instanceof ApiProblem && error.status === 502 && error.rule === null,
  );
  const broken = makeApi(() => answer(500, "{", "application/problem+json"));
  await assert.rejects(broken.api.get("/x"), (error) => error instanceof ApiProblem && error.status === 500);
});

test("no answer, a cut one, or a page of somebody else's network is a NetworkFailure", async () => {
  const replies = [
    () => {
      throw new TypeError("Failed to fetch");
    },
    () => answer(200, "<h1>Welcome to our hotel</h1>", "text/html"),
    () => answer(200, '{"revision": 1'),
  ];
  for (const reply of replies) await assert.rejects(makeApi(reply).api.post("/x"), NetworkFailure);
  await assert.rejects(makeApi(replies[1]).api.post("/x"), { message: "The answer did not come from the server" });
});

test("a redirect to the sign-in page is an end of session", async () => {
  const redirected = Object.defineProperty(answer(200, {}), "type", { value: "opaqueredirect" });
  const { calls, api } = makeApi(() => redirected);
  await assert.rejects(api.get("/x"), (error) => error instanceof ApiProblem && error.status === 401);
  assert.equal(calls[0].redirect, "manual");
});

test("an answer that does not come in time is a NetworkFailure", async () => {
  // AbortSignal.timeout does not keep node alive by itself; a page is.
  const alive = setInterval(() => {}, 1000);
  const never = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  await assert.rejects(makeApi(never, { timeout: 10 }).api.get("/x"), NetworkFailure);
  clearInterval(alive);
});
