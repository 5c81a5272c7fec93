import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiProblem, NetworkFailure } from "../../annotator/web/static/workbench/io/api.js";
import { createKeeper } from "../../annotator/web/static/workbench/io/preferences.js";

/** A server that keeps preferences, a browser that keeps words, and a keeper between them. */
function make({ kept = {}, left } = {}) {
  const server = { kept, puts: [], error: null, before: () => {} };
  const words = new Map(left ? [["mine", JSON.stringify(left)]] : []);
  const storage = {
    getItem: (name) => words.get(name) ?? null,
    setItem: (name, value) => words.set(name, value),
    removeItem: (name) => words.delete(name),
  };
  const api = {
    async get() {
      if (server.error) throw server.error;
      return { preferences: server.kept };
    },
    async put(url, body) {
      server.before();
      if (server.error) throw server.error;
      server.puts.push(body.preferences);
      server.kept = body.preferences;
      return body;
    },
  };
  const network = new EventTarget();
  const problems = [];
  const options = { api, url: "/p", name: "mine", storage, network, onProblem: (each) => problems.push(each) };
  return { server, words, network, problems, storage, keeper: createKeeper(options), options };
}

test("a setting is sent into what the server has, and nothing waits any more", async () => {
  const { server, words, keeper } = make({ kept: { theme: "dark", keys: { KeyB: "undo" } } });
  await keeper.keep({ size: "huge" });
  assert.deepEqual(server.kept, { theme: "dark", keys: { KeyB: "undo" }, size: "huge" });
  assert.equal(words.size, 0);
});

test("without a network it waits in the browser, and goes when there is one", async (context) => {
  const { server, words, network, keeper } = make();
  context.after(keeper.close);
  server.error = new NetworkFailure("no");
  await keeper.keep({ theme: "sepia" });
  await keeper.keep({ size: "large" });
  assert.deepEqual(keeper.waiting(), { theme: "sepia", size: "large" });
  assert.equal(words.size, 1);
  server.error = null;
  network.dispatchEvent(new Event("online"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(server.kept, { theme: "sepia", size: "large" });
  assert.equal(words.size, 0);
});

test("what another page has left in this browser is sent by the next", async () => {
  const { server, keeper } = make({ left: { font: "sans" } });
  await keeper.keep({});
  assert.deepEqual(server.puts, [{ font: "sans" }]);
});

test("a setting that changes while it is on its way is sent as it is last", async () => {
  const { server, words, keeper } = make();
  let isFirst = true;
  server.before = () => {
    if (isFirst) void keeper.keep({ size: "huge" });
    isFirst = false;
  };
  await keeper.keep({ size: "small" });
  assert.deepEqual(
    server.puts.map(({ size }) => size),
    ["small", "huge"],
  );
  assert.equal(words.size, 0);
});

test("what the server will never take is told and not sent again; a sign-in that ended is waited for", async (context) => {
  const { server, words, problems, keeper } = make();
  context.after(keeper.close);
  server.error = new ApiProblem(401, { detail: "Sign in again" });
  await keeper.keep({ theme: "dark" });
  assert.equal(words.size, 1);
  assert.deepEqual(problems, []);
  server.error = new ApiProblem(422, { detail: "too large" });
  await keeper.keep({});
  assert.equal(words.size, 0);
  assert.deepEqual(problems, ["This setting cannot be kept: too large"]);
});

test("in a browser that keeps nothing settings are sent all the same", async () => {
  const { server, options } = make();
  const refuses = () => {
    throw new Error("storage is switched off");
  };
  const keeper = createKeeper({ ...options, storage: { getItem: refuses, setItem: refuses, removeItem: refuses } });
  await keeper.keep({ width: "wide" });
  assert.deepEqual(server.puts, [{ width: "wide" }]);
});
