// @ts-check
/** The ways into a session: begin, continue, begin again. */
import { Problem } from "../reprise/problems.js";
import { welcomeBack } from "./welcome-back.js";

const RUNNING = "reprise-running";
const TAKEOVER = "reprise-takeover";

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
  sessionStorage.setItem(RUNNING, sessionId);
}

/** Was this tab in the session before its reload? @param {string} sessionId */
export function wasHere(sessionId) {
  return sessionStorage.getItem(RUNNING) === sessionId;
}

/** Has the person said, on the page before, that this session shall move here? True once. @param {string} sessionId */
export function shallTakeOver(sessionId) {
  const said = sessionStorage.getItem(TAKEOVER) === sessionId;
  sessionStorage.removeItem(TAKEOVER);
  return said;
}

/** This tab is in no session any more. */
export function forget() {
  sessionStorage.removeItem(RUNNING);
}

/**
 * Begin something, and go to its page. When a session is in the way, ask what to do about it first.
 * @param {import("../reprise/client.js").Reprise} client
 * @param {import("../reprise/tabs.js").Tabs} tabs
 * @param {object} what `{interview_id}`, `{practice: …}` or `{conversation: …}`
 * @param {{startOver?: boolean}} [options]
 * @returns {Promise<boolean>} is the page on its way? False when the person chose to stay here
 */
export async function begin(client, tabs, what, { startOver = false } = {}) {
  const body = { session_id: crypto.randomUUID(), client_id: tabs.clientId, ...what, start_over: startOver };
  try {
    const { session } = await client.start(body);
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

/**
 * Continue a session on its page; no further question is asked there.
 * @param {any} session
 * @param {{takeover?: boolean}} [options] `takeover`: the person has just said that it shall move here
 */
export function go(session, { takeover = false } = {}) {
  remember(session.id);
  if (takeover) sessionStorage.setItem(TAKEOVER, session.id);
  location.assign(pageOf(session));
}
