"use client";
// @ts-check
/**
 * Hooks for React 18 and later. Each opens its session with the component and closes it with the component; a component
 * that is mounted twice (StrictMode) or rendered on a server starts nothing twice and nothing on the server.
 *
 * Pass the same `client` on each render (`useMemo`), or null while nobody is signed in.
 */
import { useMemo, useSyncExternalStore } from "react";
import { CONVERSATION_OPENING, ConversationStore } from "../state/conversation-store.js";
import { INTERVIEW_OPENING, InterviewStore } from "../state/interview-store.js";
import { PREP_OPENING, PrepStore } from "../state/prep-store.js";

/** @import { Reprise } from "../http/client.js" */
/** @import { ConversationToOpen, QuestionsToOpen } from "../session/opening.js" */
/** @import { ConversationState } from "../state/conversation-store.js" */
/** @import { InterviewState } from "../state/interview-store.js" */
/** @import { PrepState } from "../state/prep-store.js" */

const nothing = () => () => {};

/**
 * An interview or a practice session, started or continued with the component.
 * @param {Reprise | null} client with the `userId` of the signed-in user
 * @param {QuestionsToOpen} what may be a new object on each render
 * @returns {InterviewState & Pick<InterviewStore, InterviewAction>}
 */
export function useInterview(client, what) {
  return useStore(client, what, InterviewStore, INTERVIEW_OPENING, INTERVIEW_ACTIONS);
}

/**
 * A conversation, started or continued with the component.
 * @param {Reprise | null} client with the `userId` of the signed-in user
 * @param {ConversationToOpen} what may be a new object on each render
 * @returns {ConversationState & Pick<ConversationStore, ConversationAction>}
 */
export function useConversation(client, what) {
  return useStore(client, what, ConversationStore, CONVERSATION_OPENING, CONVERSATION_ACTIONS);
}

/**
 * A prep workspace that saves itself.
 * @param {Reprise | null} client with the `userId` of the signed-in user
 * @param {string} id of the workspace
 * @returns {PrepState & Pick<PrepStore, PrepAction>}
 */
export function usePrep(client, id) {
  return useStore(client, id, PrepStore, PREP_OPENING, PREP_ACTIONS);
}

/** @typedef {"type" | "submit" | "skip" | "endBreak" | "finish" | "takeOther" | "dismiss" | Entering} InterviewAction */
/** @typedef {"takeOver" | "startOver" | "retry"} Entering */
/**
 * @typedef {"type" | "send" | "askAgain" | "takeBack" | "loadOlder" | "takeOther" | "dropOther" | "forgetUnsent" | "finish"
 *   | Entering} ConversationAction
 */
/** @typedef {"set" | "resolve" | "saveAll" | "generate" | "retry"} PrepAction */

/** @type {readonly Entering[]} */
const ENTERING = ["takeOver", "startOver", "retry"];
/** @type {readonly InterviewAction[]} */
const INTERVIEW_ACTIONS = ["type", "submit", "skip", "endBreak", "finish", "takeOther", "dismiss", ...ENTERING];
/** @type {readonly ConversationAction[]} */
const TALKING = [
  "type",
  "send",
  "askAgain",
  "takeBack",
  "loadOlder",
  "takeOther",
  "dropOther",
  "forgetUnsent",
  "finish",
];
const CONVERSATION_ACTIONS = [...TALKING, ...ENTERING];
/** @type {readonly PrepAction[]} */
const PREP_ACTIONS = ["set", "resolve", "saveAll", "generate", "retry"];

/**
 * The state of a store and its actions. Another client, or another thing to open, makes another store.
 * @template What
 * @template {object} State
 * @template {string} Action
 * @template {import("../state/store.js").Store<State> & Record<Action, Function>} One
 * @param {Reprise | null} client
 * @param {What} what
 * @param {new (client: Reprise, what: What) => One} StoreOf
 * @param {State} opening
 * @param {readonly Action[]} actions
 * @returns {State & Pick<One, Action>}
 */
function useStore(client, what, StoreOf, opening, actions) {
  const key = JSON.stringify(what);
  const [store, bound] = useMemo(() => {
    const made = client && new StoreOf(client, JSON.parse(key));
    // Without a client there is nothing to act on.
    const call = (/** @type {Action} */ name) => [name, made ? made[name].bind(made) : async () => {}];
    return [made, Object.fromEntries(actions.map(call))];
  }, [client, key, StoreOf, actions]);
  const state = useSyncExternalStore(store?.subscribe ?? nothing, store?.getState ?? (() => opening), () => opening);
  return /** @type {any} */ ({ ...state, ...bound });
}
