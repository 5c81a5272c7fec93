// Who is signed in, and signing in without leaving the page: by the same form and the same rules as the page for it.

/** null: nobody. csrf: what writes have to show from now on. @typedef {{name: string, csrf: string}} SignedIn */

/** task: the page of the document that is open; it says whose work it is.
 * @param {{task: () => string, signIn: string, signOut: string, account: string, fetch?: typeof fetch}} options */
export function createSession({ task, signIn, signOut, account, fetch: call = (...args) => fetch(...args) }) {
  /** @param {string} url @param {RequestInit} [more] */
  const ask = (url, more) => call(url, { redirect: "manual", credentials: "same-origin", cache: "no-store", ...more });

  /** @param {Response} response */
  const pageOf = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

  /** @param {Document} page */
  const csrfOf = (page) => page.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";

  /** @param {string} url @param {Record<string, string>} fields */
  const post = (url, fields) => ask(url, { method: "POST", body: new URLSearchParams(fields) });

  return {
    /** Who is signed in now. Rejects where the server cannot be asked. @returns {Promise<SignedIn | null>} */
    async who() {
      const response = await ask(task());
      if (response.type === "opaqueredirect") return null;
      if (response.status >= 500) throw new Error(`The server answered ${response.status}`);
      const page = await pageOf(response);
      // Whoever may not see this document gets a page that still says who asked.
      const data = JSON.parse(page.getElementById("page-data")?.textContent ?? "{}");
      const name = data.user?.name ?? page.querySelector(`a[href="${CSS.escape(account)}"]`)?.textContent?.trim();
      return name ? { name, csrf: csrfOf(page) } : null;
    },

    /** @param {string} name @param {string} password @returns {Promise<string>} why not, in words; empty: done. Rejects without an answer */
    async signIn(name, password) {
      const form = await ask(signIn);
      // There is no form for those who are signed in.
      if (form.type === "opaqueredirect") return "";
      const csrf_token = csrfOf(await pageOf(form));
      const answer = await post(signIn, { csrf_token, name, password, next: "" });
      if (answer.type === "opaqueredirect") return "";
      const page = await pageOf(answer);
      const said = page.getElementById("sign-in-error")?.textContent?.trim();
      return said || `The server answered ${answer.status}. Try again.`;
    },

    /** @param {SignedIn} person who is signed in */
    signOut: async ({ csrf }) => void (await post(signOut, { csrf_token: csrf })),
  };
}

/** @typedef {ReturnType<typeof createSession>} Session */
