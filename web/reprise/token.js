// @ts-check
/**
 * The access token of one person, out of Supabase's client: what `createReprise` asks for as `getAccessToken`.
 *
 * In this browser nobody or somebody else may be signed in by now. Then there is no token: nothing is asked of the server in another
 * person's name, and what was written waits on the device until its own person is back.
 */
import { Problem, noAnswer } from "./problems.js";

/** Refusals that the same refresh token will get again. */
const FINAL = [400, 401, 403];

const TEXTS = { signedOut: "You are signed out. Please sign in again." };

/** @typedef {"here" | "out" | "other"} Presence that person is signed in, nobody is, or somebody else */

/**
 * @typedef {object} Auth what is needed of Supabase's `auth`
 * @property {() => Promise<any>} getSession
 * @property {() => Promise<any>} refreshSession
 */

/**
 * @param {{auth: Auth}} supabase a client of supabase-js
 * @param {string} userId of the person who is to be spoken for, and of nobody else
 * @param {(presence: Presence) => void} [onPresence] told each time who is signed in
 * @returns {import("./http.js").GetAccessToken} throws a `Problem`: `not_authenticated` when that person is not signed in, `no_answer`
 *   when Supabase Auth cannot be asked
 */
export function tokenFrom({ auth }, userId, onPresence = () => {}) {
  /** A token that the server refuses and that cannot be renewed, though its time is not over. */
  let dead = "";

  return async ({ refresh = false } = {}) => {
    let { data, error } = await auth.getSession();
    const before = data.session;
    if (refresh && before?.user.id === userId && before.access_token !== dead) {
      ({ data, error } = await auth.refreshSession());
      if (FINAL.includes(error?.status)) dead = before.access_token;
    }
    // Another tab was quicker: what it got is there by now.
    if (error?.name === "AuthRefreshDiscardedError") ({ data, error } = await auth.getSession());
    if (error?.name === "AuthRetryableFetchError") throw noAnswer(error);
    const { session } = data;
    const here = session?.user.id === userId && session.access_token !== dead;
    onPresence(here ? "here" : session && session.user.id !== userId ? "other" : "out");
    if (!here) throw new Problem({ code: "not_authenticated", status: 401, detail: TEXTS.signedOut });
    return session.access_token;
  };
}
