// @ts-check
/** The audit trail of a session: what happened, when, and who did it. */
import { Problem } from "../../client/http/problems.js";
import { busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { dateTime } from "../ui/format.js";
import { DECISIONS, endOf, labelOf, points, pointsText } from "../ui/labels.js";

/** @import { AuditEvent, Candidate, EventsPage } from "../../client/result-types.js" */

const TEXTS = {
  title: "Record",
  empty: "Nothing has happened yet.",
  interviewer: "The interviewer",
  clock: "The clock",
  you: "You",
  colleague: "A colleague",
  more: "Show more events",
  repeated: (/** @type {number} */ times) => `${times} times, last`,
};

/** Why a text is stored beside the answers. @type {Record<string, string>} */
export const KEPT = {
  late: "it came after the time had run out",
  late_draft: "it was still being typed when the question closed",
  lease_lost: "it came from a device that had been replaced by another",
  already_answered: "another text had been submitted first",
  session_closed: "the session was over",
  sealed_file: "it came in a file that a device without a network had saved",
  message_id_taken: "another message had been sent under the same name",
};

/** @type {Record<string, string>} */
const STATES = { greeting: "the welcome", exploring: "the questions", closing: "the end", done: "the end" };

/** @param {number} position */
const q = (position) => `question ${position + 1}`;
/** @param {AuditEvent["detail"]} detail @param {string} mode */
const closed = ({ reason }, mode) => endOf({ mode, closed_reason: reason ?? "", status: "" });

/** @type {Record<string, (detail: AuditEvent["detail"], mode: string) => string>} */
const EVENTS = {
  session_started: () => "Began",
  session_resumed: ({ takeover }) => (takeover ? "Went on, on another device or in another tab" : "Came back"),
  answer_submitted: ({ position, time_expired: ran }) => `Answered ${q(position)}${ran ? ", as its time ran out" : ""}`,
  question_expired: ({ position, source }) =>
    `Time ran out for ${q(position)}; ${source === "draft" ? "the saved text was submitted" : "nothing had been written"}`,
  expiry_reversed: ({ position }) => `The answer to ${q(position)} had come in time after all`,
  session_completed: (detail, mode) => `Completed: ${closed(detail, mode)}`,
  session_cancelled: (detail, mode) => `Ended: ${closed(detail, mode)}`,
  session_abandoned: (detail, mode) => `Ended: ${closed(detail, mode)}`,
  text_kept: ({ position, reason }) => `A text for ${q(position)} was kept: ${labelOf(KEPT, reason)}`,
  live_marker_cleared: () => "Released the session",
  live_marker_expired: () => "Was inactive for a while",
  live_marker_restored: () => "Was active again",
  extra_time_given: () => "Extra time was given by the operator",
  extend_time: ({ from_percent: from, to_percent: to }) => `Gave extra time: ${to} % in all, ${from} % before`,
  credit_time: ({ position, seconds }) => `Gave ${q(position)} ${seconds} seconds more`,
  revoke_credit: ({ position }) => `Revoked time of ${typeof position === "number" ? q(position) : "every question"}`,
  break_began: ({ position }) => `Took a break before ${q(position)}`,
  outage_credited: ({ position, seconds }) => `${q(position)} lost ${seconds} seconds to an outage, and got them back`,
  override_score: ({ position, score, machine_score: machine }) =>
    `Gave ${pointsText(score)} for ${typeof position === "number" ? q(position) : "the conversation"}${typeof machine === "number" ? `; the machine had given ${points(machine)}` : ""}`,
  accept_late: ({ position }) => `Accepted the late answer to ${q(position)}`,
  retry_evaluation: ({ positions, conversation }) =>
    conversation
      ? "Had the conversation assessed again"
      : `Had ${positions?.length ? positions.map(q).join(", ") : "nothing"} graded again`,
  reopen: ({ position }) => `Reopened the session at ${q(position)}`,
  decision_made: ({ decision }) => `Decided: ${DECISIONS[decision ?? ""]?.label ?? decision}`,
  comment_added: ({ position }) => (typeof position === "number" ? `Commented on ${q(position)}` : "Commented"),
  scorecard_submitted: ({ revision }) => (Number(revision) > 1 ? "Changed their scorecard" : "Wrote a scorecard"),
  second_review_requested: () => "Asked for a second review",
  regrade: () => "Had the session graded again with the current keys",
  message_kept: ({ reason }) => `A message was kept: ${labelOf(KEPT, reason)}`,
  conversation_moved: ({ to }) => `The conversation came to ${labelOf(STATES, to)}`,
  events_truncated: ({ limit }) => `More than ${limit} events: further ones of the candidate are only counted`,
  notification_failed: () => "The notification about the end could not be sent",
};
const REVIEWS = [
  "extend_time",
  "credit_time",
  "revoke_credit",
  "override_score",
  "accept_late",
  "retry_evaluation",
  "reopen",
  "regrade",
  "decision_made",
  "comment_added",
  "scorecard_submitted",
  "second_review_requested",
];

/** The events of a session that were loaded so far: the newest, and older ones on request. */
export class AuditTrail {
  /** @param {import("../../client/http/client.js").Reprise} client @param {string} sessionId */
  constructor(client, sessionId) {
    this._client = client;
    this._sessionId = sessionId;
    /** @type {AuditEvent[]} oldest first, without gaps */
    this._events = [];
    /** Asks for older events; null if all are loaded. @type {number | null} */
    this._next = null;
    this._mode = "";
  }

  /** Take the newest events of a session. @param {EventsPage & {session: {mode: string}}} results */
  update({ events, events_next: next, session }) {
    this._mode = session.mode;
    const first = events[0]?.id ?? 0;
    const older = this._events.filter(({ id }) => id < first);
    // Older events are used only if none can be missing between them and the new ones.
    const joined = this._events.some(({ id }) => id >= first);
    this._events = joined ? [...older, ...events] : events;
    if (!joined) this._next = next;
  }

  /** Load a page of older events. */
  async _more() {
    const { events, events_next: next } = await this._client.events(this._sessionId, this._next);
    this._events = [...events, ...this._events];
    this._next = next;
  }

  /** @param {(actor: string | null) => string} who @param {() => void} draw draws the page again */
  view(who, draw) {
    return h(
      "section",
      { class: "stack", "aria-labelledby": "trail" },
      h("h2", { id: "trail", tabindex: "-1" }, TEXTS.title),
      this._events.length
        ? h(
            "ol",
            { class: "trail" },
            this._events.toReversed().map((event) => line(event, who, this._mode)),
          )
        : h("p", { class: "muted" }, TEXTS.empty),
      this._next !== null && this._button(draw),
    );
  }

  /** @param {() => void} draw */
  _button(draw) {
    const button = h("button", { class: "button secondary small", type: "button", id: "more-events" }, TEXTS.more);
    button.addEventListener("click", () =>
      busy(button, async () => {
        try {
          await this._more();
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          toast(error.detail);
          return;
        }
        draw();
      }),
    );
    return h("div", null, button);
  }
}

/** @param {AuditEvent} event @param {(actor: string | null) => string} who @param {string} mode */
function line({ at, actor, event, detail, repeats, last_at: last }, who, mode) {
  return h(
    "li",
    { "data-event": event, "data-review": REVIEWS.includes(event) },
    h("p", null, EVENTS[event]?.(detail, mode) ?? labelOf({}, event)),
    REVIEWS.includes(event) && detail.reason && h("blockquote", { class: "preserve" }, detail.reason),
    h(
      "p",
      { class: "muted small" },
      h("time", { datetime: at }, dateTime(at)),
      last && [" · ", TEXTS.repeated(repeats + 1), " ", h("time", { datetime: last }, dateTime(last))],
      " · ",
      h("bdi", null, event === "conversation_moved" ? TEXTS.interviewer : who(actor)),
    ),
  );
}

/**
 * Names an actor.
 * @param {Candidate} candidate
 * @param {import("../sign-in/account.js").User} user
 */
export function whoOf(candidate, user) {
  /** @param {string | null} actor */
  return (actor) =>
    actor === null
      ? TEXTS.clock
      : actor === user.id
        ? TEXTS.you
        : actor === candidate.user_id
          ? (candidate.name ?? candidate.email ?? TEXTS.colleague)
          : TEXTS.colleague;
}
