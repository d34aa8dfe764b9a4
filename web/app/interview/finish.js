// @ts-check
/** Ending an interview before its last question: confirmed once, and twice if there would be no result. */
import { Problem } from "../../client/http/problems.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  open: "Finish early …",
  title: "Finish before the last question?",
  body: "What you have written for this question is submitted as it is. Questions you have not seen stay unanswered.",
  complete: "Finish and submit",
  cancel: "Give up this attempt …",
  back: "Back to the interview",
  giveUp: {
    title: "Give up? There will be no result.",
    body: "This attempt ends here, and you cannot come back to it. What you have submitted is kept, but gets no score.",
    sure: "Give up this attempt",
  },
};

/**
 * The button that asks. Create it before anything else that moves the focus when the interview changes: a dialog that
 * closes returns the focus to the button.
 * @param {import("../../client/session/interview.js").Interview} interview
 */
export function finishButton(interview) {
  const button = h("button", { class: "button quiet small", type: "button", onclick: finish }, TEXTS.open);
  let asking = new AbortController();
  // The dialog refers to the open question. Once that is over, the same press would end something else.
  const withdraw = () => {
    asking.abort();
    asking = new AbortController();
  };
  interview.addEventListener("question", withdraw);
  interview.addEventListener("change", () => interview.phase !== "answering" && withdraw());

  async function finish() {
    const outcome = await askHow(asking.signal);
    if (!outcome) return;
    try {
      await busy(button, () => interview.finish(outcome));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(error.detail);
    }
  }
  return button;
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<"completed" | "cancelled" | null>} null: continue the interview
 */
async function askHow(signal) {
  const back = { value: "", label: TEXTS.back };
  const outcome = await ask({
    id: "finish",
    title: TEXTS.title,
    body: h("p", { class: "muted" }, TEXTS.body),
    actions: [
      { value: "cancelled", label: TEXTS.cancel, kind: "quiet" },
      { value: "completed", label: TEXTS.complete, kind: "secondary" },
      back,
    ],
    signal,
  });
  if (outcome === "completed") return outcome;
  if (outcome !== "cancelled") return null;
  const sure = await ask({
    id: "give-up",
    title: TEXTS.giveUp.title,
    body: h("p", { class: "muted" }, TEXTS.giveUp.body),
    actions: [
      { value: "cancelled", label: TEXTS.giveUp.sure, kind: "danger" },
      { ...back, kind: "secondary" },
    ],
    signal,
  });
  return sure === "cancelled" ? sure : null;
}
