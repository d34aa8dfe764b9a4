// @ts-check
/** The interviewer's notes about a candidate. */
import { h } from "./dom.js";

const LABELS = { strengths: "Strengths", gaps: "To work on", topics: "Topics" };

/**
 * The summary and lists of the notes; empty if nothing is noted.
 * @param {Record<string, any> | null | undefined} profile
 * @returns {HTMLElement[]}
 */
export function notesView(profile) {
  const lists = /** @type {(keyof typeof LABELS)[]} */ (Object.keys(LABELS)).filter((name) => profile?.[name]?.length);
  return [
    ...(profile?.summary ? [h("p", null, profile.summary)] : []),
    ...(lists.length > 0
      ? [
          h(
            "dl",
            { class: "profile" },
            lists.map((name) =>
              h(
                "div",
                null,
                h("dt", null, LABELS[name]),
                profile?.[name].map((/** @type {string} */ text) => h("dd", null, text)),
              ),
            ),
          ),
        ]
      : []),
  ];
}
