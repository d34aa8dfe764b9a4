// @ts-check
/** What an interview says about its reviews; owners and recruiters set it. */
import { Problem } from "../../client/http/problems.js";
import { query } from "../data-api.js";
import { toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  title: "Rules for reviews",
  rules: /** @type {Record<string, {label: string, hint: string}>} */ ({
    blind: {
      label: "Review blind",
      hint: "Scorecards, comments and decisions of colleagues are hidden from each member until they submit their own scorecard.",
    },
    decision_visible_to_candidate: {
      label: "Show candidates the decision",
      hint: "Without its reason and its author, on the page of their results.",
    },
  }),
  saved: "Saved.",
  staysBlind: "Somebody has started this interview, so its reviews stay blind.",
};

/** @param {string} interviewId */
export function reviewRules(interviewId) {
  const boxes = Object.entries(TEXTS.rules).map(([name, { label, hint }]) => {
    const box = h("input", {
      type: "checkbox",
      id: `rule-${name}`,
      name,
      "aria-describedby": `hint-${name}`,
      disabled: true,
    });
    box.addEventListener("change", () => save(box));
    return {
      box,
      field: h(
        "div",
        { class: "field" },
        h("label", { class: "row check", for: box.id }, box, label),
        h("span", { class: "hint", id: `hint-${name}` }, hint),
      ),
    };
  });
  const details = h(
    "details",
    { class: "card rules", id: "review-rules" },
    h("summary", null, TEXTS.title),
    h(
      "div",
      { class: "stack small" },
      boxes.map(({ field }) => field),
    ),
  );
  details.addEventListener("toggle", () => details.open && load(), { once: true });
  return details;

  async function load() {
    const [row] = await query((client) => client.from("review_rules").select("*").eq("interview_id", interviewId));
    for (const { box } of boxes) {
      box.checked = Boolean(row?.[box.name]);
      box.disabled = false;
    }
  }

  /** @param {HTMLInputElement} box */
  async function save(box) {
    const rules = Object.fromEntries(boxes.map(({ box: one }) => [one.name, one.checked]));
    try {
      await query((client) => client.from("review_rules").upsert({ interview_id: interviewId, ...rules }));
      toast(TEXTS.saved);
    } catch (error) {
      box.checked = !box.checked;
      if (!(error instanceof Problem)) throw error;
      toast(error.code === "interview_has_sessions" ? TEXTS.staysBlind : error.detail);
    }
  }
}
