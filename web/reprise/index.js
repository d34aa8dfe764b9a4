// @ts-check
/**
 * What a front end may need, from one address. The shapes of bodies and answers are in docs/api.md, and as types in types.js.
 */

// A session, or a workspace, as a whole.
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

// Parts, for a front end that puts them together in its own way.
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
