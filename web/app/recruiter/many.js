// @ts-check
/** Actions on the selected candidates. Each first shows, in a dry run, which candidates it affects, and who is skipped and why. */
import { Problem } from "../../client/http/problems.js";
import { busy, toast } from "../ui/dialog.js";
import { h, setText } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { DECISIONS } from "../ui/labels.js";
import { DECISION_NAMES, decideDialog } from "./decisions.js";
import { reviewDialog } from "./review-dialog.js";

/** @import { ReviewedMany, SkippedSession } from "../../client/result-types.js" */

const TEXTS = {
  group: "Actions on the selected candidates",
  selected: (/** @type {number} */ count) => `${count} selected`,
  time: "Give extra time",
  timeText: "Counts for every question from the open one on. The candidates' clocks show it within half a minute.",
  percent: "Total extra time, in percent",
  whom: (/** @type {number} */ count) => plural(count, "candidate"),
  concerned: (/** @type {number} */ count) => `${plural(count, "candidate")} would get it.`,
  nobody: "No candidate would be affected.",
  skipped: (/** @type {number} */ count) => `${plural(count, "candidate")} would be skipped:`,
  unknown: "An unknown session",
  done: (/** @type {number} */ count, /** @type {number} */ skipped) =>
    `Done for ${plural(count, "candidate")}${skipped ? `; ${skipped} skipped` : ""}.`,
};
/** @type {Record<SkippedSession["reason"], string>} */
const REASONS = {
  not_found: "the session no longer exists, or your role does not allow it",
  own_session: "it is your own session",
  busy: "the candidate is sending something right now",
  session_in_progress: "still in progress",
  session_closed: "not in progress any more",
  has_more_time: "has more extra time already",
  unchanged: "nothing would change",
  limit_reached: "too many decisions about this session",
};
/** Sessions that one request takes. */
const MOST = 200;
/** A busy server processes a part of them and returns the rest. */
const MOST_CALLS = 50;

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {{timed: boolean, selected: () => string[], done: () => Promise<void>}} table
 */
export function manyActions(client, { timed, selected, done }) {
  const count = h("span", { class: "numeric", role: "status" });
  /** @param {string} id @param {string} label @param {() => Promise<unknown>} act */
  const button = (id, label, act) => {
    const one = h("button", { class: "button secondary small", type: "button", id }, label);
    one.addEventListener("click", () => busy(one, () => guarded(act)));
    return one;
  };
  const element = h(
    "div",
    { class: "row many", role: "group", "aria-label": TEXTS.group, hidden: true },
    count,
    DECISION_NAMES.map((name) => button(`many-${name}`, DECISIONS[name].label, () => decideAll(name))),
    timed && button("many-time", TEXTS.time, extendAll),
  );
  return {
    element,
    /** @param {number} number */
    show(number) {
      element.hidden = number === 0;
      setText(count, TEXTS.selected(number));
    },
  };

  /** @param {import("./decisions.js").DecisionName} decision */
  async function decideAll(decision) {
    const ids = selected();
    const plan = await all(ids, { action: "decide", decision, dry_run: true });
    const made = await decideDialog(
      decision,
      TEXTS.whom(plan.sessions.length),
      (fields) => all(ids, { action: "decide", ...fields }),
      planned(plan),
    );
    await finished(made);
  }

  async function extendAll() {
    const ids = selected();
    const input = h("input", {
      class: "input",
      type: "number",
      id: "percent",
      name: "percent",
      min: "0",
      max: "400",
      step: "1",
      required: true,
      value: "25",
      inputmode: "numeric",
    });
    const preview = h("div", { class: "stack small", "aria-live": "polite" });
    const look = async () => {
      const percent = Number(input.value);
      if (!Number.isInteger(percent) || percent < 0 || percent > 400) return;
      const plan = await all(ids, {
        action: "extend_time",
        extra_time_percent: percent,
        reason: TEXTS.time,
        dry_run: true,
      });
      if (Number(input.value) === percent) preview.replaceChildren(planned(plan));
    };
    input.addEventListener("change", () => guarded(look));
    await look();
    const made = await reviewDialog({
      title: TEXTS.time,
      text: TEXTS.timeText,
      fields: [h("div", { class: "field" }, h("label", { for: "percent" }, TEXTS.percent), input), preview],
      submit: TEXTS.time,
      run: ({ percent, reason }) => all(ids, { action: "extend_time", extra_time_percent: Number(percent), reason }),
    });
    await finished(made);
  }

  /**
   * Act on all of them, in as many requests as it takes.
   * @param {string[]} ids
   * @param {{action: string} & Record<string, any>} body
   */
  async function all(ids, body) {
    /** @type {Pick<ReviewedMany, "sessions" | "skipped">} */
    const total = { sessions: [], skipped: [] };
    let left = ids;
    for (let calls = 0; left.length && calls < MOST_CALLS; calls += 1) {
      const part = await client.review(
        { session_ids: left.slice(0, MOST), ...body },
        { tries: 3, deadlineSeconds: 30 },
      );
      total.sessions.push(...part.sessions);
      total.skipped.push(...part.skipped);
      left = [...part.remaining, ...left.slice(MOST)];
    }
    return total;
  }

  /** @param {Pick<ReviewedMany, "sessions" | "skipped"> | null} made */
  async function finished(made) {
    if (!made) return;
    toast(TEXTS.done(made.sessions.length, made.skipped.length));
    await done();
  }
}

/** @param {() => Promise<unknown>} act */
async function guarded(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}

/** Lists how many candidates an action would affect, and who would be skipped. @param {Pick<ReviewedMany, "sessions" | "skipped">} plan */
function planned({ sessions, skipped }) {
  return h(
    "div",
    { class: "notice" },
    h("p", null, sessions.length ? TEXTS.concerned(sessions.length) : TEXTS.nobody),
    skipped.length > 0 && [
      h("p", null, TEXTS.skipped(skipped.length)),
      h(
        "ul",
        { class: "bullets excerpt", tabindex: "0" },
        skipped.map(({ candidate, reason }) =>
          h("li", null, h("bdi", null, candidate?.name ?? candidate?.email ?? TEXTS.unknown), `: ${REASONS[reason]}`),
        ),
      ),
    ],
  );
}
