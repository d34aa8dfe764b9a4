// @ts-check
/**
 * Opens a session in this tab: continues the one that the person has of it, or starts one.
 *
 * A reload, a crash of the tab and a repeated effect of a framework continue the same session. Nothing is taken from
 * another tab or device, and no other session is ended: those are returned, for the person to decide.
 */
import { Problem, unreachable } from "../http/problems.js";
import { tabStorage } from "../storage/web-storage.js";
import { lastSession } from "./stored-view.js";

/** @import { ActiveSession, ConversationChoice, PracticeChoice, Session, StartBody } from "../types.js" */

/**
 * @typedef {object} QuestionsToOpen one of the three; with `session_id` alone, only that session is continued
 * @property {string} [interview_id]
 * @property {PracticeChoice} [practice]
 * @property {string} [session_id] id of the session, or for a new one; by default one that this tab remembers, so that a
 *   reload after the end shows the end instead of starting again
 */
/**
 * @typedef {object} ConversationToOpen one of the two; with `session_id` alone, only that conversation is continued
 * @property {ConversationChoice} [conversation]
 * @property {string} [session_id]
 */

/**
 * @typedef {object} OpenOptions
 * @property {boolean} [startOver] end the session that is in the way, and start
 * @property {string} [takeOver] continue this session, also if another tab or device holds it
 */

/**
 * Open an interview or a practice session.
 * @param {import("./interview.js").Interview} interview
 * @param {QuestionsToOpen} what
 * @param {OpenOptions} [options]
 * @returns {Promise<ActiveSession | null>} null: it is open. Otherwise the session that is in the way: another one, or
 *   this one if it is open in another tab or on another device (`live_elsewhere`) or on a `break`, which resuming ends
 * @throws {Problem} the refusals of `start` and `resume`
 */
export async function openInterview(interview, what, options = {}) {
  const { client } = interview;
  const begun = begin(client, what, options);
  try {
    return await open(interview, what, begun, options, () => interview.start(begun));
  } catch (error) {
    const last = lastSession(client.userId);
    if (unreachable(asProblem(error)) && last && isThis(last, what, begun.session_id)) {
      if (await interview.resumeFromDevice(last.id)) return null;
    }
    throw error;
  }
}

/**
 * Open a conversation.
 * @param {import("./conversation.js").Conversation} conversation
 * @param {ConversationToOpen} what
 * @param {OpenOptions} [options]
 * @returns {Promise<ActiveSession | null>} as `openInterview`
 * @throws {Problem} the refusals of `start` and `resume`
 */
export async function openConversation(conversation, what, options = {}) {
  const begun = begin(conversation.client, what, options);
  return open(conversation, what, begun, options, async () => {
    const { session } = await conversation.client.start({ client_id: conversation.tabs.clientId, ...begun });
    await conversation.resume(session.id);
  });
}

/**
 * @param {import("./interview.js").Interview | import("./conversation.js").Conversation} live
 * @param {QuestionsToOpen & ConversationToOpen} what
 * @param {Begun} begun
 * @param {OpenOptions} options
 * @param {() => Promise<void>} start
 * @returns {Promise<ActiveSession | null>}
 */
async function open(live, what, begun, { startOver, takeOver }, start) {
  const { client, tabs } = live;
  try {
    const active = startOver || takeOver ? null : await client.activeSession(tabs.clientId);
    if (active && (active.live_elsewhere || active.break || !isThis(active, what, begun.session_id))) return active;
    const { session_id: id, ...toStart } = what;
    if (takeOver) await live.resume(takeOver, { takeover: true });
    else if (active) await live.resume(active.id);
    else if (id && !Object.keys(toStart).length) await live.resume(id);
    else await start();
    if (live.session && isThis(live.session, what, live.session.id)) remember(client, what, live.session.id);
    return null;
  } catch (error) {
    const problem = asProblem(error);
    // Another tab or device was faster.
    if (problem.code === "session_in_progress") return problem.fields.session;
    if (problem.code !== "live_elsewhere") throw problem;
    const active = await client.activeSession(tabs.clientId);
    if (!active) throw problem;
    return active;
  }
}

/** @typedef {Omit<StartBody, "client_id"> & {session_id: string}} Begun */

/**
 * The request that starts it, with an id that this tab remembers.
 * @param {import("../http/client.js").Reprise} client
 * @param {QuestionsToOpen & ConversationToOpen} what
 * @param {OpenOptions} options
 * @returns {Begun}
 */
function begin(client, { session_id, ...what }, { startOver }) {
  const known = startOver ? null : (session_id ?? tabStorage.get(keyOf(client, what)));
  const begun = { ...what, session_id: known ?? crypto.randomUUID(), ...(startOver && { start_over: true }) };
  remember(client, what, begun.session_id);
  return begun;
}

/**
 * @param {import("../http/client.js").Reprise} client
 * @param {QuestionsToOpen & ConversationToOpen} what
 * @param {string} id
 */
function remember(client, what, id) {
  tabStorage.set(keyOf(client, what), id);
}

/** @param {import("../http/client.js").Reprise} client @param {QuestionsToOpen & ConversationToOpen} what */
function keyOf({ userId }, { session_id: _, ...what }) {
  return `reprise-begun:${userId}:${JSON.stringify(what)}`;
}

/**
 * Is this session the one to open?
 * @param {Session} session
 * @param {QuestionsToOpen & ConversationToOpen} what
 * @param {string} id that the session has if this tab began it
 */
function isThis(session, what, id) {
  const interview = what.interview_id ?? what.conversation?.interview_id;
  const mode = what.interview_id ? "timed" : what.practice ? "practice" : what.conversation ? "conversation" : null;
  if (mode && session.mode !== mode) return false;
  return interview ? session.interview_id === interview : session.id === id;
}

/** @param {unknown} error @returns {Problem} */
function asProblem(error) {
  if (error instanceof Problem) return error;
  throw error;
}
