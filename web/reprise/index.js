// @ts-check
/** Everything a front end needs; see docs/api.md for the bodies. */
export { Reprise, createReprise } from "./client.js";
export { ServerClock } from "./clock.js";
export { Countdown } from "./countdown.js";
export { Interview } from "./interview.js";
export { Outbox } from "./outbox.js";
export { NO_ANSWER, Problem } from "./problems.js";
export { DeviceStore } from "./store.js";
export { Tabs } from "./tabs.js";
