// @ts-check
/** The view that replaces the question during a break. */
import { busy } from "../ui/dialog.js";
import { h, setText } from "../ui/dom.js";
import { countdown } from "../ui/format.js";

const TEXTS = {
  title: "You are on a break",
  text: (/** @type {number} */ number, /** @type {number} */ count) =>
    `Your answer is stored. Question ${number} of ${count} opens when you continue, and its clock starts then. ` +
    "It also starts when the time for breaks is used up, even if you are away.",
  left: "Left for breaks",
  resume: "Continue now",
};

/**
 * @param {import("../../client/session/interview.js").Interview} interview
 * @returns {{element: HTMLElement, heading: HTMLElement}} the heading is to be focused
 */
export function breakView(interview) {
  const { session, countdown: clock } = interview;
  const heading = h("h1", { tabindex: "-1" }, TEXTS.title);
  const left = h("dd", { id: "break-left" });
  const resume = h("button", { class: "button", type: "button" }, TEXTS.resume);
  resume.addEventListener("click", () => busy(resume, () => interview.endBreak()));
  const element = h(
    "section",
    { class: "card stack", id: "break" },
    heading,
    h("p", null, TEXTS.text(session.position + 1, session.question_count)),
    h("dl", { class: "facts" }, h("div", null, h("dt", null, TEXTS.left), left)),
    h("footer", { class: "row end" }, resume),
  );
  const show = () => setText(left, countdown(clock.remaining ?? 0));
  const onTick = () => (interview.phase === "resting" ? show() : clock.removeEventListener("tick", onTick));
  clock.addEventListener("tick", onTick);
  show();
  return { element, heading };
}
