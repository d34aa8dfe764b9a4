// @ts-check
/** The ways into a session: start, resume, start over. */

import { Problem } from "../../client/http/problems.js";
import { tabStorage } from "../../client/storage/web-storage.js";
import { supabase } from "../sign-in/account.js";
import { askBefore } from "./before.js";
import { welcomeBack } from "./welcome-back.js";

/** @import { ActiveSession, Session, StartBody } from "../../client/types.js" */

const TEXTS = {
  named: (/** @type {string} */ title) => `“${title}”`,
  interview: "the other interview",
  practice: "the new practice run",
  conversation: "the new conversation",
  about: (/** @type {string} */ topic) => `the conversation about “${topic}”`,
};

const RUNNING = "reprise-running";
const TAKEOVER = "reprise-takeover";
const START_OVER = "reprise-start-over";
const SAID_YES = "reprise-begin";

/** The address of a session's page. @param {Pick<Session, "id" | "mode">} session */
export function pageOf(session) {
  const page = session.mode === "conversation" ? "conversation.html" : "interview.html";
  return `${page}?session=${session.id}`;
}

/** @typedef {Pick<StartBody, "interview_id" | "practice" | "conversation">} What to start */

/**
 * The request that starts the same again.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {Session} session
 * @returns {Promise<What>}
 */
async function sameAs(client, { id, mode, interview_id, practice, question_count, time_limits }) {
  if (mode === "timed") return interview_id ? { interview_id } : {};
  if (mode === "conversation") {
    // The topic is only part of the results.
    const topic = (await client.results(id)).conversation?.topic;
    return { conversation: { ...(interview_id && { interview_id }), ...(topic && { topic }) } };
  }
  const asked = Object.entries(practice ?? {}).filter(([, value]) => value !== null);
  const untimed = time_limits.every((limit) => limit === null);
  return { practice: { ...Object.fromEntries(asked), question_count, ...(untimed ? { time_limits: false } : {}) } };
}

/**
 * Close a session and start the same again. If another session is live by now, go to the home page, which shows it.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {ActiveSession} session
 */
export async function startOver(client, tabs, session) {
  const now = await client.activeSession(tabs.clientId);
  if (now && now.id !== session.id) location.assign("home.html");
  else await begin(client, tabs, await sameAs(client, session), { startOver: true });
}

/**
 * Another session blocks the requested start: ask what to do about it.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {ActiveSession} session
 * @param {What} what
 */
async function askAbout(client, session, what) {
  const mode = what.practice ? "practice" : what.conversation ? "conversation" : "timed";
  const again = mode === session.mode && key(what) === key(await sameAs(client, session));
  return welcomeBack(client, session, again ? null : await nameOf(what));
}

/** A key that is equal for equal requests. @param {What} what */
function key({ interview_id: interview, practice, conversation }) {
  const {
    interview_type: type,
    template_id: template,
    domain,
    difficulty,
    question_count: count,
    time_limits: clock = true,
  } = practice ?? {};
  return JSON.stringify([
    interview,
    type,
    template,
    domain,
    difficulty,
    count,
    clock,
    conversation?.interview_id,
    conversation?.topic,
  ]);
}

/** The requested session's name, as part of a sentence. @param {What} what */
async function nameOf({ interview_id: interview, practice, conversation }) {
  if (practice) return TEXTS.practice;
  const id = interview ?? conversation?.interview_id;
  if (!id) return conversation?.topic ? TEXTS.about(conversation.topic) : TEXTS.conversation;
  const title = await titleOf(id);
  if (title) return TEXTS.named(title);
  return interview ? TEXTS.interview : TEXTS.conversation;
}

/**
 * Null if the user can see no such interview, empty if unknown.
 * @param {string} id
 * @returns {Promise<string | null>}
 */
async function titleOf(id) {
  const { data, error, status } = await (await supabase())
    .from("interviews")
    .select("title")
    .eq("id", id)
    .maybeSingle();
  if (error) return status === 400 ? null : "";
  return data?.title ?? null;
}

/** Remember that this tab runs a session, so that a reload needs no dialog. @param {string} sessionId */
export function remember(sessionId) {
  tabStorage.set(RUNNING, sessionId);
}

/** Did this tab run the session before its reload? @param {string} sessionId */
export function wasHere(sessionId) {
  return tabStorage.get(RUNNING) === sessionId;
}

/** Did the user, on the previous page, choose to move this session here? True only once. @param {string} sessionId */
export function shallTakeOver(sessionId) {
  const said = tabStorage.get(TAKEOVER) === sessionId;
  tabStorage.remove(TAKEOVER);
  return said;
}

/** This tab no longer runs a session. */
export function forget() {
  tabStorage.remove(RUNNING);
}

/**
 * Start a session and go to its page. If another session blocks it, the user is asked what to do, on this page or the
 * next.
 *
 * A timed session is started by the page that shows it, so that a slow page load costs no time of the first question.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {Pick<StartBody, "interview_id" | "practice" | "conversation">} what
 * @param {{startOver?: boolean}} [options]
 * @returns {Promise<boolean>} is the next page loading? False if the user chose to stay here
 */
export async function begin(client, tabs, what, { startOver = false } = {}) {
  const id = crypto.randomUUID();
  if (!("conversation" in what)) {
    tabStorage.set(SAID_YES, id);
    if (startOver) tabStorage.set(START_OVER, id);
    location.assign(`interview.html?${asQuery(what)}&begin=${id}`);
    return true;
  }
  try {
    const { session } = await client.start({
      session_id: id,
      client_id: tabs.clientId,
      ...what,
      start_over: startOver,
    });
    go(session);
    return true;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "session_in_progress") throw error;
    const { session } = error.fields;
    const choice = await askAbout(client, session, what);
    if (choice === "start-over") return begin(client, tabs, what, { startOver: true });
    if (choice === "resume") go(session);
    return choice === "resume";
  }
}

/**
 * Start an interview of the user's list, after showing what to know before its clock starts.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {import("../people/people.js").InterviewItem} item
 * @returns {Promise<boolean>} is the next page loading?
 */
export async function startListed(client, tabs, item) {
  if (item.kind === "conversation") return begin(client, tabs, { conversation: { interview_id: item.id } });
  return (await askBefore(client, item)) && begin(client, tabs, { interview_id: item.id });
}

/** @param {What} what */
function asQuery({ interview_id: interview, practice }) {
  return new URLSearchParams(interview ? { interview } : { practice: JSON.stringify(practice) });
}

/**
 * What this page's address asks to start, with the id for the new session; null if nothing. The id stays in the
 * address, so that a reload asks for the same session and not for a second one.
 * @returns {{id: string, what: What} | null}
 */
export function askedToBegin() {
  const query = new URLSearchParams(location.search);
  const [interview, practice] = [query.get("interview"), query.get("practice")];
  if (!interview && !practice) return null;
  const id = query.get("begin") ?? crypto.randomUUID();
  query.set("begin", id);
  history.replaceState(null, "", `?${query}`);
  return { id, what: interview ? { interview_id: interview } : { practice: fromJson(practice) } };
}

/** The parsed value; null if it is not JSON. @param {string | null} json */
export function fromJson(json) {
  try {
    return JSON.parse(json ?? "");
  } catch {
    return null;
  }
}

/**
 * Start a session on this page. If another session blocks it, ask what to do.
 * @param {import("../../client/session/interview.js").Interview} interview
 * @param {{id: string, what: What}} asked
 * @param {{startOver?: boolean}} [options] by default the user's choice on the previous page
 */
export async function beginHere(interview, { id, what }, { startOver = tabStorage.get(START_OVER) === id } = {}) {
  // A link from elsewhere must not start a clock or use up an attempt without confirmation.
  if (what.interview_id && tabStorage.get(SAID_YES) !== id) {
    const title = await titleOf(what.interview_id);
    if (title !== null && !(await askBefore(interview.client, { title }))) return location.replace("home.html");
    tabStorage.set(SAID_YES, id);
  }
  try {
    await interview.start({ session_id: id, ...what, start_over: startOver });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { available, session } = error.fields;
    if (error.code === "not_enough_questions" && what.practice) {
      location.replace(`practice.html?${asQuery(what)}&available=${available}`);
      return;
    }
    if (error.code !== "session_in_progress") throw error;
    const choice = await askAbout(interview.client, session, what);
    if (choice === "start-over") await beginHere(interview, { id, what }, { startOver: true });
    else if (choice === "resume") go(session, { replace: true });
    // Go back with the same choices filled in.
    else location.replace(what.practice ? `practice.html?${asQuery(what)}` : "home.html");
  }
}

/**
 * Resume a session on its page, without further questions there.
 * @param {Pick<Session, "id" | "mode">} session
 * @param {{takeover?: boolean, replace?: boolean}} [options] `takeover`: the user has just chosen to move it here;
 *   `replace`: leave this page out of the browser's history
 */
export function go(session, { takeover = false, replace = false } = {}) {
  remember(session.id);
  if (takeover) tabStorage.set(TAKEOVER, session.id);
  if (replace) location.replace(pageOf(session));
  else location.assign(pageOf(session));
}
