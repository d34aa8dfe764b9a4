// @ts-check
/** Everything a front end needs; see docs/api.md for the bodies. */
export { Reprise, createReprise } from "./client.js";
export { Autosave } from "./autosave.js";
export { ServerClock } from "./clock.js";
export { Conversation } from "./conversation.js";
export { Countdown } from "./countdown.js";
export { eventsOf } from "./event-stream.js";
export { Interview } from "./interview.js";
export { Outbox } from "./outbox.js";
export { diff, mergeThree, patched } from "./merge.js";
export { Prep } from "./prep.js";
export { NO_ANSWER, Problem } from "./problems.js";
export { DeviceStore } from "./store.js";
export { Tabs } from "./tabs.js";
