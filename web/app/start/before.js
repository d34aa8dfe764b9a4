// @ts-check
/** Says what to know before a clock starts: the interview, the rules, and whether this device is ready. */
import { extentOf, remainingOf } from "../people/terms.js";
import { ask } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { systemCheck } from "./system-check.js";

/** @import { InterviewItem } from "../people/people.js" */

const TEXTS = {
  untitled: "An interview",
  lead: "Before you start",
  by: (/** @type {string} */ organization) => `By ${organization}`,
  rules: [
    "You see one question at a time. Each has its own clock, which starts when you see it.",
    "What you write is saved every few seconds. If the browser crashes or the network fails, you continue where you left off.",
    "When a question's time is up, what you have written is submitted automatically.",
  ],
  start: "Start now",
  later: "Not now",
};

/**
 * Say what to know before the clock starts.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {{title: string} | InterviewItem} interview with only a title, its facts are not shown
 * @returns {Promise<boolean>} start now?
 */
export async function askBefore(client, interview) {
  const facts =
    "id" in interview
      ? [TEXTS.by(interview.organization), extentOf(interview, interview.extra_time_percent), ...remainingOf(interview)]
      : [];
  const answer = await ask({
    id: "before",
    title: interview.title || TEXTS.untitled,
    body: h(
      "div",
      { class: "stack small" },
      facts.length > 0 && h("p", { dir: "auto" }, facts.join(" · ")),
      h("p", { class: "muted" }, TEXTS.lead),
      h(
        "ul",
        { class: "bullets" },
        TEXTS.rules.map((text) => h("li", null, text)),
      ),
      systemCheck(client, () => client.call("resume", { method: "GET", tries: 1 })),
    ),
    actions: [
      { value: "", label: TEXTS.later, kind: "secondary" },
      { value: "start", label: TEXTS.start },
    ],
  });
  return answer === "start";
}
