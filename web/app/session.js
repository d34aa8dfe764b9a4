// @ts-check
/** Who is signed in. The only place that knows Supabase Auth; loaded when first needed. */
import { config } from "/config.js";
import { browserShelf, tabShelf } from "../reprise/browser.js";
import { tokenFrom } from "../reprise/token.js";

/** Under this name the session is in localStorage. */
export const STORAGE_KEY = "reprise-auth";

/** So long Auth may take; its client alone would try for half a minute. */
const AUTH_MS = 4000;
const UNREACHED = "AuthRetryableFetchError";

const TEXTS = {
  notLoaded: "The sign-in could not be loaded.",
  notKept: "This browser does not let us remember that you are signed in. Please allow this address to store data, then sign in again.",
  wrong: "This e-mail address and password do not belong together. Please check both.",
  notConfirmed: "Please open the link we have sent you by e-mail first, then sign in.",
  almost: "Almost done: please open the link we have sent you by e-mail, then sign in.",
  tooOften: "That was too often. Please wait a minute and try again.",
  unreachable: "The sign-in cannot be reached right now. Please check your connection and try again.",
};

/** @type {Promise<any> | undefined} */
let loading;
/** @type {Promise<any> | undefined} */
let ownClient;
/** The token of the person whose page this is. @type {import("../reprise/http.js").GetAccessToken} */
let ownToken = async () => "";

/**
 * Where the session is kept. Supabase's client compares the end of a token with this device's clock: so the end is noted by that
 * clock, right or wrong, from the seconds that the token lasts. Else a clock that is an hour ahead asks for a new token every time.
 */
const storage = {
  /** @param {string} key */
  getItem: (key) => browserShelf.get(key),
  /** @param {string} key */
  removeItem: (key) => browserShelf.remove(key),
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    const session = JSON.parse(value);
    if (session?.access_token && session.expires_in) {
      const known = JSON.parse(browserShelf.get(key) ?? "null");
      // The same tokens again, with a changed user for example, get no younger.
      const again = session.access_token === known?.access_token && session.refresh_token === known.refresh_token;
      session.expires_at = again ? known.expires_at : Math.round(Date.now() / 1000) + session.expires_in;
    }
    browserShelf.set(key, JSON.stringify(session));
  },
};

/** The library, and with it a client that signs people in and out. */
function loaded() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/vendor/supabase.js";
    script.onload = () => {
      const { createClient } = /** @type {any} */ (globalThis).supabase;
      // Tokens in an address sign nobody in: anybody could make such a link, and what is written after it would be theirs to read.
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

/** The Supabase client for the tables that row level security opens to the person whose page this is, and to nobody else. */
export function supabase() {
  ownClient ??= loaded().then(({ createClient }) =>
    createClient(config.supabaseUrl, config.publishableKey, { accessToken: () => ownToken() }),
  );
  return ownClient;
}

/**
 * @typedef {{id: string, email: string, name: string}} User
 */

/** The signed-in user, or null. Asks nobody: the token of this browser says it. @returns {Promise<User | null>} */
export async function currentUser() {
  const { auth } = await loaded();
  const { data, error } = await soon(auth.getSession());
  // A token that only could not be renewed now still says who it is.
  const session = unreached(error) ? JSON.parse(storage.getItem(STORAGE_KEY) ?? "null") : data.session;
  const user = session?.user;
  return user ? { id: user.id, email: user.email, name: user.user_metadata?.full_name || user.email } : null;
}

/**
 * Does the user belong to an organization, whose interviews they may look after? Asked once a tab.
 * @param {string} userId
 */
export async function isMember(userId) {
  const key = `reprise-member:${userId}`;
  const known = tabShelf.get(key);
  if (known) return known === "true";
  const { data, error } = await (await supabase()).from("organization_members").select("role").eq("user_id", userId).limit(1);
  if (error) return false;
  tabShelf.set(key, String(data.length > 0));
  return data.length > 0;
}

/**
 * The access token of one person, for the page that is theirs, and for the tables it reads; Auth has only so long to answer.
 * @param {string} userId
 * @param {(presence: import("../reprise/token.js").Presence) => void} onPresence told each time who is signed in
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
 * @returns {Promise<string>} empty, or why not
 */
export async function signIn(email, password) {
  const { error } = await (await loaded()).auth.signInWithPassword({ email, password });
  return error ? reason(error) : whetherKept();
}

/**
 * @param {string} email
 * @param {string} password
 * @param {string} name
 * @returns {Promise<string>} empty, or why not
 */
export async function signUp(email, password, name) {
  const { data, error } = await (await loaded()).auth.signUp({ email, password, options: { data: { full_name: name } } });
  if (error) return reason(error);
  return data.session ? whetherKept() : TEXTS.almost;
}

/** Forget who is signed in on this device, also when Auth cannot be told, or takes its time to answer. */
export async function signOut() {
  const { auth } = await loaded();
  await soon(auth.signOut({ scope: "local" }));
  storage.removeItem(STORAGE_KEY);
}

/** The next page knows of the sign-in only what the browser keeps. @returns {string} empty, or what to do about it */
function whetherKept() {
  return browserShelf.keys().includes(STORAGE_KEY) ? "" : TEXTS.notKept;
}

/** Was it not Auth that refused? @param {any} error of Supabase Auth */
const unreached = (error) => error?.name === UNREACHED;

/**
 * What Auth says, or, when it takes too long, what its client says in the end when Auth cannot be reached.
 * @param {Promise<any>} answer
 * @returns {Promise<any>}
 */
function soon(answer) {
  const late = new Promise((resolve) => setTimeout(() => resolve({ data: { session: null }, error: { name: UNREACHED } }), AUTH_MS));
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
