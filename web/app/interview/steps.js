// @ts-check
/** The steps above the question: one for each question of the session, with its state. */
import { h, replace } from "../ui/dom.js";

const WORDS = {
  now: "open now",
  done: "answered",
  late: "its time ran out",
  empty: "without an answer",
  next: "to come",
};

/** @param {import("../../client/session/interview.js").Interview} interview */
export function stepsView(interview) {
  const steps = h("ol", { class: "steps" });
  return { element: steps, render };

  function render() {
    const { answers, question: asked, session } = interview;
    const states = Array.from({ length: session.question_count }, (_, position) => {
      if (position === asked.position) return "now";
      const answer = answers.find((one) => one.position === position);
      if (!answer) return "next";
      return answer.source !== "submitted" ? "late" : answer.answer ? "done" : "empty";
    });
    const key = states.join();
    if (steps.dataset.key === key) return;
    steps.dataset.key = key;
    replace(
      steps,
      states.map((state, position) =>
        h(
          "li",
          { "data-state": state, "aria-current": state === "now" ? "step" : null },
          h(
            "span",
            { class: "visually-hidden" },
            `Question ${position + 1}: ${WORDS[/** @type {keyof typeof WORDS} */ (state)]}`,
          ),
        ),
      ),
    );
  }
}
