// @ts-check
/** Late texts, and texts from a device that had lost its lease: stored, and up to a reviewer to accept. */

import { spokenText } from "../results/answers.js";
import { h } from "../ui/dom.js";
import { dateTime, duration } from "../ui/format.js";
import { labelOf } from "../ui/labels.js";
import { actionButton } from "./action-button.js";
import { KEPT } from "./audit-trail.js";

/** @import { LateText, ReviewedAnswer } from "../../client/result-types.js" */

const TEXTS = {
  title: "Late texts",
  lead: "These texts do not count unless a reviewer accepts them.",
  question: "Question",
  by: (/** @type {number} */ seconds) => `${duration(Math.max(1, seconds))} late`,
  received: "Received",
  uploaded: (/** @type {string} */ who) => `uploader: ${who}`,
  claimed: (/** @type {string} */ time) => `written ${time} by the clock of that device, which may be wrong`,
  accept: "Accept it",
  accepted: "Accepted",
};

/**
 * @param {LateText[]} late
 * @param {(late: LateText, button: HTMLElement) => void} accept
 * @param {ReviewedAnswer[]} answers
 * @param {(actor: string | null) => string} who names a person
 */
export function lateAnswers(late, accept, answers, who) {
  return h(
    "section",
    { class: "stack", id: "late", "aria-labelledby": "late-title" },
    h(
      "div",
      { class: "stack small" },
      h("h2", { id: "late-title" }, TEXTS.title),
      h("p", { class: "muted" }, TEXTS.lead),
    ),
    h(
      "ul",
      { class: "card-list" },
      late.map((one) => h("li", null, card(one, accept, answers, who))),
    ),
  );
}

/**
 * @param {LateText} late
 * @param {(late: LateText, button: HTMLElement) => void} accept
 * @param {ReviewedAnswer[]} answers
 * @param {(actor: string | null) => string} who
 */
function card(late, accept, answers, who) {
  const { id, position, answer, reason, received_at: received, late_by_seconds: by, accepted_at: accepted } = late;
  const {
    kind,
    options,
    served_at: served,
    closed_at: closed,
  } = answers.find((one) => one.position === position) ?? {};
  const option = options?.find((one) => one.id === answer)?.text;
  const facts = [
    `${TEXTS.received} ${dateTime(received)}`,
    by > 0 && TEXTS.by(by),
    labelOf(KEPT, reason),
    late.uploaded_by && TEXTS.uploaded(who(late.uploaded_by)),
    late.client_submitted_at && TEXTS.claimed(dateTime(late.client_submitted_at)),
  ]
    .filter(Boolean)
    .join(" · ");
  return h(
    "article",
    { class: "card late" },
    h(
      "div",
      { class: "row between" },
      h("h3", null, `${TEXTS.question} ${position + 1}`),
      accepted && h("span", { class: "badge success" }, TEXTS.accepted),
    ),
    h(
      kind === "code" ? "pre" : "p",
      { class: "given preserve", tabindex: kind === "code" ? "0" : null },
      option ?? answer,
    ),
    spokenText(late.transcription),
    h(
      "footer",
      null,
      h("span", { class: "muted small" }, facts),
      // An open question has no answer to replace yet.
      !accepted &&
        !(served && !closed) &&
        actionButton(`accept-${id}`, TEXTS.accept, (button) => accept(late, button), {
          about: `${TEXTS.question} ${position + 1}`,
        }),
    ),
  );
}
