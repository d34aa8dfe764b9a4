// @ts-check
/** Labels shared by the workspace and the shared view, and safe reading of entries with arbitrary content. */
import { h } from "../ui/dom.js";

/** @type {Record<string, {label: string, badge: string}>} */
export const STATUSES = {
  new: { label: "New", badge: "" },
  needs_practice: { label: "Needs practice", badge: "warning" },
  confident: { label: "Confident", badge: "success" },
};

/** @type {Record<string, string>} */
export const DIFFICULTIES = { easy: "Easy", medium: "Medium", hard: "Hard" };

/** @type {Record<string, string>} */
export const DEPTHS = { brief: "Brief", standard: "Standard", deep: "In depth" };

/** The parts of a story. */
export const STORY = [
  { name: "situation", label: "Situation" },
  { name: "task", label: "Task" },
  { name: "action", label: "Action" },
  { name: "result", label: "Result" },
];

/** @param {unknown} status */
export function statusBadge(status) {
  const { label, badge } = STATUSES[String(status)] ?? STATUSES.new;
  return h("span", { class: `badge ${badge}` }, label);
}

/** @param {unknown} value */
export function textOf(value) {
  return typeof value === "string" ? value : "";
}

/** @param {unknown} value @returns {string[]} */
export function listOf(value) {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string" && item !== "") : [];
}
