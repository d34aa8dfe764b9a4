// @ts-check
/** The end of an interview: every answer and when it arrived. */
import { h, svg } from "../ui/dom.js";
import { clockTime } from "../ui/format.js";

/** @import { Answer } from "../../client/types.js" */

const TEXTS = {
  completed: { title: "All done. Thank you!", text: "Your answers are in and safe. You can close this page." },
  cancelled: { title: "This attempt is closed", text: "You gave it up. What you submitted before is kept." },
  abandoned: {
    title: "This attempt is closed",
    text: "It was started over, or left for too long. What you submitted before is kept.",
  },
  sources: /** @type {Record<string, (time: string) => string>} */ ({
    submitted: (time) => `Received at ${time}`,
    draft: (time) => `Time ran out; what was saved at ${time} was submitted`,
    expired: () => "Time ran out before anything was written",
    skipped: () => "Not answered",
  }),
  summary: "What we have received",
  receipt: "Receipt",
  receipts: "A receipt is the fingerprint of the text that we have: a text that differs in one letter has another.",
  results: "See your results",
  home: "Back to home",
};

/**
 * @param {import("../../client/session/interview.js").Interview} interview
 */
export function completion({ session, answers }) {
  const words = TEXTS[/** @type {"completed" | "cancelled" | "abandoned"} */ (session.status)];
  const done = session.status === "completed";
  const check = svg(
    "svg",
    {
      viewBox: "0 0 24 24",
      "aria-hidden": "true",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 2.5,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    },
    svg("path", { d: "M5 12.5 10 17.5 19.5 7" }),
  );
  return h(
    "section",
    { class: "card", id: "closed" },
    h(
      "div",
      { class: "stack" },
      done && h("span", { class: "done-mark" }, check),
      h(
        "div",
        { class: "stack small" },
        h("h1", { tabindex: "-1" }, words.title),
        h("p", { class: "muted" }, words.text),
      ),
    ),
    answers.length > 0 && h("h2", null, TEXTS.summary),
    answers.length > 0 && h("ol", { class: "receipts" }, answers.map(line)),
    answers.some(hasReceipt) && h("p", { class: "muted small" }, TEXTS.receipts),
    h(
      "footer",
      { class: "row end" },
      h("a", { class: "button secondary", href: "home.html" }, TEXTS.home),
      done && h("a", { class: "button", href: `results.html?session=${session.id}` }, TEXTS.results),
    ),
  );
}

/** An empty submitted answer means that the time ran out or the question was skipped. @param {Answer} answer */
const sourceOf = ({ source, answer }) => (source === "submitted" && !answer ? "expired" : source);

/** @param {Answer} answer */
const hasReceipt = (answer) => answer.receipt && sourceOf(answer) === "submitted";

/** @param {Answer} answer */
function line(answer) {
  const { position, receipt } = answer;
  const source = sourceOf(answer);
  const time = receipt ? clockTime(receipt.received_at) : "";
  return h(
    "li",
    { "data-source": source },
    h("strong", null, `Question ${position + 1}`),
    // For an empty submitted answer it is no longer known which of the two happened.
    h("span", { class: "muted" }, TEXTS.sources[source !== answer.source ? "skipped" : source](time)),
    hasReceipt(answer) &&
      h(
        "span",
        { class: "muted small" },
        `${TEXTS.receipt} `,
        h("code", { title: `SHA-256 ${receipt.sha256}` }, receipt.sha256.slice(0, 12)),
      ),
  );
}
