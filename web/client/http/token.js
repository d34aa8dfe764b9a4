// @ts-check
/**
 * Gets one user's access token from a supabase-js client; pass it to `createReprise` as `getAccessToken`.
 *
 * If that user is no longer signed in, or another user is, no token is returned. Nothing is then sent in another user's
 * name, and texts stay on the device until their owner signs in again.
 */
import { noAnswer, Problem } from "./problems.js";

/** HTTP statuses that the same refresh token will get again. */
const FINAL = [400, 401, 403];

const TEXTS = { signedOut: "You are signed out. Please sign in again." };

/** @typedef {"here" | "out" | "other"} Presence the expected user is signed in, nobody is, or someone else */

/**
 * @typedef {object} Auth the parts of Supabase's `auth` that are used
 * @property {() => Promise<any>} getSession
 * @property {() => Promise<any>} refreshSession
 */

/**
 * @param {{auth: Auth}} supabase a client of supabase-js
 * @param {string} userId the only user whose tokens are returned
 * @param {(presence: Presence) => void} [onPresence] called after each check of who is signed in
 * @returns {import("./http.js").GetAccessToken} throws a `Problem`: `not_authenticated` if the user is not signed in,
 *   `no_answer`
   if Supabase Auth cannot be reached
 */
export function tokenFrom({ auth }, userId, onPresence = () => {}) {
  /** A token that the server refuses before its expiry and that cannot be refreshed. */
  let dead = "";

  return async ({ refresh = false } = {}) => {
    let { data, error } = await auth.getSession();
    const before = data.session;
    if (refresh && before?.user.id === userId && before.access_token !== dead) {
      ({ data, error } = await auth.refreshSession());
      if (FINAL.includes(error?.status)) dead = before.access_token;
    }
    // Another tab refreshed first; its session is stored by now.
    if (error?.name === "AuthRefreshDiscardedError") ({ data, error } = await auth.getSession());
    if (error?.name === "AuthRetryableFetchError") throw noAnswer(error);
    const { session } = data;
    const here = session?.user.id === userId && session.access_token !== dead;
    onPresence(here ? "here" : session && session.user.id !== userId ? "other" : "out");
    if (!here) throw new Problem({ code: "not_authenticated", status: 401, detail: TEXTS.signedOut });
    return session.access_token;
  };
}
