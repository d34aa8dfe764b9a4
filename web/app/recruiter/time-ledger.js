// @ts-check
/** The time ledger of a session: what its questions got besides their limits, from whom, and why. */

import { h } from "../ui/dom.js";
import { dateTime, duration } from "../ui/format.js";
import { actionButton } from "./action-button.js";

/** @import { LedgerEntry } from "../../client/result-types.js" */

const TEXTS = {
  title: "Time",
  lead: "What the questions got besides their time limits, and breaks before them. The candidate sees it as well.",
  every: "Every question",
  question: (/** @type {number} */ position) => `Question ${position + 1}`,
  percent: (/** @type {number} */ percent) => `${percent} % more time`,
  seconds: (/** @type {number} */ seconds) => `${duration(Math.max(1, seconds))} more`,
  measured: "Measured by the service",
  rest: (/** @type {number} */ seconds) => `${duration(Math.max(1, seconds))} of break before it`,
  candidate: "Taken by the candidate",
  service: "The service",
  revoke: "Revoke",
  revoked: "Revoked",
  taken: (/** @type {number} */ seconds) =>
    seconds < 1 ? "all of it had been used" : `${duration(seconds)} had not been used`,
};
const KINDS = { extra_time: "Extra time", accommodation: "Accommodation", outage: "Outage", break: "Break" };

/**
 * @param {LedgerEntry[]} entries
 * @param {(actor: string | null) => string} who
 * @param {((entry: LedgerEntry, button: HTMLElement) => void) | null} revoke null: the session is over
 */
export function timeLedger(entries, who, revoke) {
  return h(
    "section",
    { class: "stack", id: "time", "aria-labelledby": "time-title" },
    h(
      "div",
      { class: "stack small" },
      h("h2", { id: "time-title" }, TEXTS.title),
      h("p", { class: "muted" }, TEXTS.lead),
    ),
    h(
      "ul",
      { class: "card-list" },
      entries.map((entry) => h("li", null, card(entry, who, revoke))),
    ),
  );
}

/** @param {LedgerEntry} entry @param {(actor: string | null) => string} who @param {((entry: LedgerEntry, button: HTMLElement) => void) | null} revoke */
function card(entry, who, revoke) {
  const { id, position, kind, percent, seconds, reason, actor, at, revoked_at: revoked } = entry;
  const rest = kind === "break";
  const amount = percent === null ? (rest ? TEXTS.rest : TEXTS.seconds)(seconds ?? 0) : TEXTS.percent(percent);
  const title = `${position === null ? TEXTS.every : TEXTS.question(position)}: ${amount}`;
  const source = kind === "outage" ? TEXTS.measured : rest ? TEXTS.candidate : actor ? who(actor) : TEXTS.service;
  return h(
    "article",
    { class: "card", "data-credit": kind },
    h(
      "div",
      { class: "row between" },
      h("h3", null, title),
      h("span", { class: "badge" }, revoked ? TEXTS.revoked : KINDS[kind]),
    ),
    h("p", { class: "preserve" }, reason),
    revoked && h("p", { class: "preserve" }, revocation(entry, who)),
    h(
      "footer",
      null,
      h("span", { class: "muted small" }, [source, dateTime(at)].join(" · ")),
      !revoked &&
        !rest &&
        revoke &&
        actionButton(`revoke-${id}`, TEXTS.revoke, (button) => revoke(entry, button), { about: title }),
    ),
  );
}

/** @param {LedgerEntry} entry @param {(actor: string | null) => string} who */
function revocation({ revoked_at: at, revoked_by: by, revoke_reason: reason, revoked_seconds: seconds }, who) {
  const facts = [`${who(by)}, ${dateTime(at ?? "")}`, seconds !== null && TEXTS.taken(seconds)]
    .filter(Boolean)
    .join(", ");
  return `${TEXTS.revoked}: ${reason} (${facts})`;
}
