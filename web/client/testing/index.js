// @ts-check
/** Helpers for the tests of front ends that use this library. */
export { createFaults, Faults } from "./faults.js";

/** @typedef {import("./faults.js").Fault} Fault */
/** @typedef {import("./faults.js").Call} Call */
