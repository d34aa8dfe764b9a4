// @ts-check
/** The ways into a session: begin, continue, begin again. */
import { tabShelf } from "../reprise/browser.js";
import { Problem } from "../reprise/problems.js";
import { welcomeBack } from "./welcome-back.js";

const RUNNING = "reprise-running";
const TAKEOVER = "reprise-takeover";
const START_OVER = "reprise-start-over";

/** The page on which a session goes on. @param {any} session */
export function pageOf(session) {
  const page = session.mode === "conversation" ? "conversation.html" : "interview.html";
  return `${page}?session=${session.id}`;
}

/** What to begin so that it is the same again. @param {any} session */
export function sameAs({ mode, interview_id, practice, question_count, time_limits }) {
  if (mode === "timed") return { interview_id };
  if (mode === "conversation") return { conversation: interview_id ? { interview_id } : {} };
  const asked = Object.entries(practice).filter(([, value]) => value !== null);
  const untimed = time_limits.every((/** @type {number | null} */ limit) => limit === null);
  return { practice: { ...Object.fromEntries(asked), question_count, ...(untimed ? { time_limits: false } : {}) } };
}

/** Remember that this tab is in a session: its reload needs no dialog. @param {string} sessionId */
export function remember(sessionId) {
  tabShelf.set(RUNNING, sessionId);
}

/** Was this tab in the session before its reload? @param {string} sessionId */
export function wasHere(sessionId) {
  return tabShelf.get(RUNNING) === sessionId;
}

/** Has the person said, on the page before, that this session shall move here? True once. @param {string} sessionId */
export function shallTakeOver(sessionId) {
  const said = tabShelf.get(TAKEOVER) === sessionId;
  tabShelf.remove(TAKEOVER);
  return said;
}

/** This tab is in no session any more. */
export function forget() {
  tabShelf.remove(RUNNING);
}

/**
 * Begin something, and go to its page. When a session is in the way, the person is asked what to do about it, here or there.
 *
 * What has a clock is begun by the page that shows it: a page that loads slowly costs no time of the first question.
 * @param {import("../reprise/client.js").Reprise} client
 * @param {import("../reprise/tabs.js").Tabs} tabs
 * @param {object} what `{interview_id}`, `{practice: …}` or `{conversation: …}`
 * @param {{startOver?: boolean}} [options]
 * @returns {Promise<boolean>} is the page on its way? False when the person chose to stay here
 */
export async function begin(client, tabs, what, { startOver = false } = {}) {
  const id = crypto.randomUUID();
  if (!("conversation" in what)) {
    if (startOver) tabShelf.set(START_OVER, id);
    location.assign(`interview.html?${asQuery(what)}&begin=${id}`);
    return true;
  }
  try {
    const { session } = await client.start({ session_id: id, client_id: tabs.clientId, ...what, start_over: startOver });
    go(session);
    return true;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "session_in_progress") throw error;
    const { session } = error.fields;
    const choice = await welcomeBack(client, session);
    if (choice === "start-over") return begin(client, tabs, what, { startOver: true });
    if (choice === "resume") go(session);
    return choice === "resume";
  }
}

/** @param {any} what */
function asQuery({ interview_id: interview, practice }) {
  return new URLSearchParams(interview ? { interview } : { practice: JSON.stringify(practice) });
}

/**
 * What the address of this page asks to begin, with the id that its session gets; null when it asks for nothing. The id stays in
 * the address: a reload asks for the same session, not for a second one.
 * @returns {{id: string, what: any} | null}
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

/** Null when it is none. @param {string | null} json */
export function fromJson(json) {
  try {
    return JSON.parse(json ?? "");
  } catch {
    return null;
  }
}

/**
 * Begin on this page. When a session is in the way, ask what to do about it.
 * @param {import("../reprise/interview.js").Interview} interview
 * @param {{id: string, what: any}} asked
 * @param {{startOver?: boolean}} [options] by default what the person said on the page before
 */
export async function beginHere(interview, { id, what }, { startOver = tabShelf.get(START_OVER) === id } = {}) {
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
    const choice = await welcomeBack(interview.client, session);
    if (choice === "start-over") await beginHere(interview, { id, what }, { startOver: true });
    else if (choice === "resume") go(session, { replace: true });
    else location.replace(what.practice ? "practice.html" : "home.html");
  }
}

/**
 * Continue a session on its page; no further question is asked there.
 * @param {any} session
 * @param {{takeover?: boolean, replace?: boolean}} [options] `takeover`: the person has just said that it shall move here;
 *   `replace`: the way back does not lead to this page
 */
export function go(session, { takeover = false, replace = false } = {}) {
  remember(session.id);
  if (takeover) tabShelf.set(TAKEOVER, session.id);
  if (replace) location.replace(pageOf(session));
  else location.assign(pageOf(session));
}
