// @ts-check
/**
 * The public entry point. docs/api.md describes request and response bodies; types.js has them as types.
 */

// Whole sessions and workspaces.
export { Reprise, createReprise } from "./client.js";
export { tokenFrom } from "./token.js";
export { Interview } from "./interview.js";
export { Conversation } from "./conversation.js";
export { Prep } from "./prep.js";
export { Tabs, TabEvent, isOpenHere } from "./tabs.js";
export { DeviceStore } from "./store.js";
export { NoticeEvent, outcome } from "./notices.js";
export { answerable, choicesOf } from "./answerable.js";
export { NO_ANSWER, Problem, noAnswer, unreachable } from "./problems.js";

// Parts, for front ends that combine them in their own way.
export { ServerClock } from "./clock.js";
export { Countdown } from "./countdown.js";
export { Outbox, OutboxEvent } from "./outbox.js";
export { Drafts } from "./drafts.js";
export { Heartbeat } from "./heartbeat.js";
export { Autosave } from "./autosave.js";
export { Unsaved } from "./unsaved.js";
export { diff, fieldAt, mergeThree, patched, same } from "./merge.js";
export { eventsOf } from "./event-stream.js";
export { backoff, pause } from "./http.js";
export { browserShelf, channel, locked, tabShelf } from "./browser.js";

/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").ActiveSession} ActiveSession */
/** @typedef {import("./types.js").SessionView} SessionView */
/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("./types.js").Lease} Lease */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Receipt} Receipt */
/** @typedef {import("./types.js").Notice} Notice */
