// @ts-check
/**
 * The public entry point. docs/api.md describes request and response bodies; types.js has them as types.
 */

// Whole sessions and workspaces.
export { createReprise, Reprise } from "./http/client.js";
// Parts, for front ends that combine them in their own way.
export { ServerClock } from "./http/clock.js";
export { eventsOf } from "./http/event-stream.js";
export { backoff, pause } from "./http/http.js";
export { NO_ANSWER, noAnswer, Problem, unreachable } from "./http/problems.js";
export { tokenFrom } from "./http/token.js";
export { answerable, choicesOf } from "./session/answerable.js";
export { Conversation } from "./session/conversation.js";
export { Countdown } from "./session/countdown.js";
export { Heartbeat } from "./session/heartbeat.js";
export { Interview } from "./session/interview.js";
export { submitLeftDrafts, unsentConversations } from "./session/left-behind.js";
export { NoticeEvent, outcome } from "./session/notices.js";
export { openConversation, openInterview } from "./session/opening.js";
export { Outbox, OutboxEvent } from "./session/outbox.js";
export { prepareSignOut } from "./session/signing-out.js";
export { openTab } from "./session/tab.js";
export { isOpenHere, TabEvent, Tabs } from "./session/tabs.js";
export { ConversationStore } from "./state/conversation-store.js";
export { InterviewStore } from "./state/interview-store.js";
export { PrepStore } from "./state/prep-store.js";
export { channel, locked } from "./storage/cross-tab.js";
export { DeviceStore } from "./storage/device-store.js";
export { Drafts } from "./storage/drafts.js";
export { browserStorage, tabStorage } from "./storage/web-storage.js";
export { Autosave } from "./workspace/autosave.js";
export { diff, fieldAt, mergeThree, patched, same } from "./workspace/merge.js";
export { Prep } from "./workspace/prep.js";
export { Unsaved } from "./workspace/unsaved.js";

/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").ActiveSession} ActiveSession */
/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("./types.js").Lease} Lease */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Receipt} Receipt */
/** @typedef {import("./types.js").Notice} Notice */
/** @typedef {import("./state/interview-store.js").InterviewState} InterviewState */
/** @typedef {import("./state/conversation-store.js").ConversationState} ConversationState */
/** @typedef {import("./state/prep-store.js").PrepState} PrepState */
/** @typedef {import("./result-types.js").Results} Results */
