// @ts-check
/** Who is signed in. The only module that uses Supabase Auth, which it loads on first use. */
import { config } from "/config.js";
import { tokenFrom } from "../../client/http/token.js";
import { browserStorage, tabStorage } from "../../client/storage/web-storage.js";

/** The session's key in localStorage. */
export const STORAGE_KEY = "reprise-auth";

/** How long to wait for Auth (ms). Its client alone would retry for half a minute. */
const AUTH_MS = 4000;
const UNREACHED = "AuthRetryableFetchError";
/** Codes with which Auth refuses to send a code to an address without an account. */
const NO_ACCOUNT = ["otp_disabled", "user_not_found", "signup_disabled"];

const TEXTS = {
  notLoaded: "The sign-in could not be loaded.",
  notKept:
    "This browser does not let us remember that you are signed in. Please allow this address to store data, then sign in again.",
  wrong: "This e-mail address and password do not match. Please check both.",
  notConfirmed: "Please open the link we have sent you by e-mail first, then sign in.",
  wrongCode: "This code does not match, or it is too old. Please check it, or ask for another one.",
  notStored:
    "Your address is confirmed, but your password could not be stored. Please sign in with a code by e-mail, and set a password on the page of your account.",
  tooOften: "Too many attempts. Please wait a minute and try again.",
  unreachable: "The sign-in cannot be reached right now. Please check your connection and try again.",
};

/** @type {Promise<any> | undefined} */
let loading;
/** @type {Promise<any> | undefined} */
let ownClient;
/** Gets the token of the page's user. @type {import("../../client/http/http.js").GetAccessToken} */
let ownToken = async () => "";

/**
 * Storage of the session. Supabase's client compares a token's expiry with this device's clock. The expiry is therefore
 * stored by that clock, right or wrong, computed from the token's lifetime; otherwise a clock one hour ahead would
 * cause a refresh each time.
 */
const storage = {
  /** @param {string} key */
  getItem: (key) => browserStorage.get(key),
  /** @param {string} key */
  removeItem: (key) => browserStorage.remove(key),
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    const session = JSON.parse(value);
    if (session?.access_token && session.expires_in) {
      const known = JSON.parse(browserStorage.get(key) ?? "null");
      // The same tokens saved again (with a changed user, say) keep their expiry.
      const again = session.access_token === known?.access_token && session.refresh_token === known.refresh_token;
      session.expires_at = again ? known.expires_at : Math.round(Date.now() / 1000) + session.expires_in;
    }
    browserStorage.set(key, JSON.stringify(session));
  },
};

/** Loads Supabase's library and creates the client for signing in and out. */
function loaded() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/vendor/supabase.js";
    script.onload = () => {
      const { createClient } = /** @type {any} */ (globalThis).supabase;
      // Ignore tokens in the address. With a crafted link, a user would write into the account of the link's author.
      const { auth } = createClient(config.supabaseUrl, config.publishableKey, {
        auth: { storageKey: STORAGE_KEY, storage, detectSessionInUrl: false },
      });
      resolve({ createClient, auth });
    };
    script.onerror = () => {
      loading = undefined;
      reject(new Error(TEXTS.notLoaded));
    };
    document.head.append(script);
  });
  return loading;
}

/** The Supabase client for tables, limited by row-level security to the page's user. */
export function supabase() {
  ownClient ??= loaded().then(({ createClient }) =>
    createClient(config.supabaseUrl, config.publishableKey, {
      accessToken: () => ownToken(),
      db: { schema: "reprise" },
    }),
  );
  return ownClient;
}

/**
 * @typedef {{id: string, email: string, name: string}} User
 */

/** The signed-in user, or null. Sends no request if the stored token is valid. @returns {Promise<User | null>} */
export async function currentUser() {
  const { auth } = await loaded();
  const { data, error } = await soon(auth.getSession());
  // A token that only could not be refreshed still identifies the user.
  const session = unreached(error) ? JSON.parse(storage.getItem(STORAGE_KEY) ?? "null") : data.session;
  const user = session?.user;
  return user ? { id: user.id, email: user.email, name: user.user_metadata?.full_name || user.email } : null;
}

/**
 * Is the user a member of an organization? Fetched once per tab.
 * @param {string} userId
 */
export async function isMember(userId) {
  const key = `reprise-member:${userId}`;
  const known = tabStorage.get(key);
  if (known) return known === "true";
  const { data, error } = await (await supabase())
    .from("organization_members")
    .select("role")
    .eq("user_id", userId)
    .limit(1);
  if (error) return false;
  tabStorage.set(key, String(data.length > 0));
  return data.length > 0;
}

/** Forget what this tab knows about membership: it has changed. @param {string} userId */
export function forgetMembership(userId) {
  tabStorage.remove(`reprise-member:${userId}`);
}

/**
 * Creates the function that gets one user's access token, for the page's requests and its tables. Auth's responses have
 * a time limit.
 * @param {string} userId
 * @param {(presence: import("../../client/http/token.js").Presence) => void} onPresence called after each check of who is
 *   signed in
 */
export function tokenOf(userId, onPresence) {
  const auth = {
    getSession: async () => soon((await loaded()).auth.getSession()),
    refreshSession: async () => soon((await loaded()).auth.refreshSession()),
  };
  ownToken = tokenFrom({ auth }, userId, onPresence);
  return ownToken;
}

/**
 * @param {string} email
 * @param {string} password
 * @returns {Promise<string>} empty, or the error as a sentence
 */
export async function signIn(email, password) {
  const { error } = await (await loaded()).auth.signInWithPassword({ email, password });
  return error ? reason(error) : whetherKept();
}

/**
 * @param {string} email
 * @param {string} password
 * @param {string} name
 * @returns {Promise<{problem: string, confirm: boolean}>} `problem`: the error as a sentence; `confirm`: a code was sent
 *   by e-mail, which `confirmAccount` takes
 */
export async function signUp(email, password, name) {
  const { data, error } = await (await loaded()).auth.signUp({
    email,
    password,
    options: { data: { full_name: name } },
  });
  if (error) return { problem: reason(error), confirm: false };
  return data.session ? { problem: whetherKept(), confirm: false } : { problem: "", confirm: true };
}

/**
 * Send a code by e-mail that signs in. An address without an account gets none, and the response is the same.
 * @param {string} email
 * @returns {Promise<string>} empty, or the error as a sentence
 */
export async function sendCode(email) {
  const { error } = await (await loaded()).auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  const unknown = error && (NO_ACCOUNT.includes(error.code) || error.status === 422);
  return error && !unknown ? reason(error) : "";
}

/**
 * Sign in with the code of an e-mail.
 * @param {string} email
 * @param {string} code
 * @param {"signup" | "magiclink"} [type] `signup` if the code confirms the address of a new account
 * @returns {Promise<string>} empty, or the error as a sentence
 */
export async function enterCode(email, code, type = "magiclink") {
  const { error } = await (await loaded()).auth.verifyOtp({ email, token: code, type });
  if (!error) return whetherKept();
  return error.status >= 400 && error.status < 500 && error.status !== 429 ? TEXTS.wrongCode : reason(error);
}

/**
 * Confirm the address of a new account with the code of an e-mail, and sign in.
 *
 * Anybody can sign up with an address, and Auth keeps the name and the password of who did so first. Whoever has the code
 * owns the address, so theirs are stored, and every other device is signed out.
 * @param {string} email
 * @param {string} code
 * @param {{name: string, password: string}} own what the person has entered
 * @returns {Promise<string>} empty, or the error as a sentence
 */
export async function confirmAccount(email, code, { name, password }) {
  const problem = await enterCode(email, code, "signup");
  if (problem) return problem;
  const { auth } = await loaded();
  const named = await auth.updateUser({ data: { full_name: name } });
  const { error } = named.error ? named : await auth.updateUser({ password });
  if (error && error.code !== "same_password") {
    await signOut();
    return TEXTS.notStored;
  }
  await soon(auth.signOut({ scope: "others" }));
  return "";
}

/**
 * Change the name or the password of the signed-in user.
 * @param {{name: string} | {password: string}} change
 * @returns {Promise<string>} empty, or the error as a sentence
 */
export async function changeUser(change) {
  const { error } = await (await loaded()).auth.updateUser(
    "name" in change ? { data: { full_name: change.name } } : change,
  );
  return error ? reason(error) : "";
}

/** Sign out on every device. @returns {Promise<string>} empty, or the error as a sentence: then nothing has changed */
export async function signOutEverywhere() {
  const { error } = await (await loaded()).auth.signOut({ scope: "global" });
  return error ? reason(error) : "";
}

/** Sign out on this device, even if Auth cannot be reached or is slow. */
export async function signOut() {
  const { auth } = await loaded();
  await soon(auth.signOut({ scope: "local" }));
  storage.removeItem(STORAGE_KEY);
}

/**
 * Check that the browser stored the sign-in; the next page depends on it.
 * @returns {string} empty, or what to do about it
 */
function whetherKept() {
  return browserStorage.keys().includes(STORAGE_KEY) ? "" : TEXTS.notKept;
}

/** Did Auth fail to respond, rather than refuse? @param {any} error of Supabase Auth */
const unreached = (error) => error?.name === UNREACHED;

/**
 * Auth's response; after a timeout, the result that its client returns when Auth cannot be reached.
 * @param {Promise<any>} answer
 * @returns {Promise<any>}
 */
function soon(answer) {
  const late = new Promise((resolve) =>
    setTimeout(() => resolve({ data: { session: null }, error: { name: UNREACHED } }), AUTH_MS),
  );
  return Promise.race([answer, late]);
}

/** @param {any} error of Supabase Auth */
function reason({ status, code, message }) {
  if (code === "invalid_credentials" || message === "Invalid login credentials") return TEXTS.wrong;
  if (code === "email_not_confirmed") return TEXTS.notConfirmed;
  if (status === 429) return TEXTS.tooOften;
  if (status >= 400 && status < 500) return message;
  return TEXTS.unreachable;
}
