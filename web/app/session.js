// @ts-check
/** Who is signed in. The only place that knows Supabase Auth; loaded when first needed. */
import { config } from "/config.js";

/** @type {Promise<any> | undefined} */
let loading;

/** The Supabase client, for sign-in and for tables that row level security opens. */
export function supabase() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/vendor/supabase.js";
    script.onload = () => {
      const { createClient } = /** @type {any} */ (globalThis).supabase;
      resolve(createClient(config.supabaseUrl, config.publishableKey, { auth: { storageKey: "reprise-auth" } }));
    };
    script.onerror = () => {
      loading = undefined;
      reject(new Error("The sign-in could not be loaded."));
    };
    document.head.append(script);
  });
  return loading;
}

/**
 * @typedef {{id: string, email: string, name: string}} User
 */

/** The signed-in user, or null. Asks nobody: the token of this browser says it. @returns {Promise<User | null>} */
export async function currentUser() {
  const { data } = await (await supabase()).auth.getSession();
  const user = data.session?.user;
  return user ? { id: user.id, email: user.email, name: user.user_metadata?.full_name || user.email } : null;
}

/**
 * Does the user belong to an organization, whose interviews they may look after? Asked once a tab.
 * @param {string} userId
 */
export async function isMember(userId) {
  const key = `reprise-member:${userId}`;
  const known = sessionStorage.getItem(key);
  if (known) return known === "true";
  const { data, error } = await (await supabase()).from("organization_members").select("role").eq("user_id", userId).limit(1);
  if (error) return false;
  sessionStorage.setItem(key, String(data.length > 0));
  return data.length > 0;
}

/** The access token; with `refresh` a new one. @type {import("../reprise/http.js").GetAccessToken} */
export async function accessToken({ refresh = false } = {}) {
  const { auth } = await supabase();
  const { data } = refresh ? await auth.refreshSession() : await auth.getSession();
  return data.session?.access_token ?? "";
}

/**
 * @param {string} email
 * @param {string} password
 * @returns {Promise<string>} empty, or why not
 */
export async function signIn(email, password) {
  const { error } = await (await supabase()).auth.signInWithPassword({ email, password });
  return error ? reason(error) : "";
}

/**
 * @param {string} email
 * @param {string} password
 * @param {string} name
 * @returns {Promise<string>} empty, or why not
 */
export async function signUp(email, password, name) {
  const { data, error } = await (await supabase()).auth.signUp({ email, password, options: { data: { full_name: name } } });
  if (error) return reason(error);
  return data.session ? "" : "Almost done: please open the link we have sent you by e-mail, then sign in.";
}

/** Forget who is signed in on this device. */
export async function signOut() {
  await (await supabase()).auth.signOut({ scope: "local" });
}

/** @param {any} error of Supabase Auth */
function reason(error) {
  if (error.status === 400) return "This e-mail address and password do not belong together. Please check both.";
  if (error.status === 422) return error.message;
  if (error.status === 429) return "That was too often. Please wait a minute and try again.";
  return "The sign-in cannot be reached right now. Please check your connection and try again.";
}
