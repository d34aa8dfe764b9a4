// @ts-check
/** The text in the place of the answer while it is being sent. */
import { h, replace } from "../ui/dom.js";

/** @import { Interview } from "../../client/session/interview.js" */

const TEXTS = {
  timeUp: "The time is up. What you had written is being submitted.",
  timeUpOffline:
    "The time is up. What you had written is safe on this device and is sent as soon as the network is back.",
  sending: "Sending your answer …",
  sendingOffline:
    "Your answer is safe on this device. It is sent as soon as the network is back, and the next question opens then.",
  sendingLastOffline:
    "Your last answer is safe on this device. It is sent as soon as the network is back, and the interview is finished then.",
  sendingFragile:
    "This device cannot keep your answer: please leave this tab open. It is sent as soon as the server can be reached.",
  sendingClock: "Its clock starts when our server has received this answer.",
  sendingLate: "If this answer arrives after its time, it is stored and marked as late.",
};

/** @param {Interview} interview */
export function waitingView(interview) {
  const element = h("div", { class: "waiting", role: "status", tabindex: "-1", hidden: true });

  function render() {
    const { timeUp, offline } = interview;
    const words = waitingWords(interview);
    if (element.firstChild?.textContent === words) return;
    const clock = isLast(interview) ? TEXTS.sendingLate : `${TEXTS.sendingClock} ${TEXTS.sendingLate}`;
    replace(
      element,
      h("p", null, h("strong", null, words)),
      offline && !timeUp && h("p", { class: "muted small" }, clock),
    );
  }

  return { element, render };
}

/** @param {Interview} interview */
function waitingWords(interview) {
  const { timeUp, offline, durable, submitting } = interview;
  if (!offline || submitting) return timeUp ? TEXTS.timeUp : TEXTS.sending;
  if (!durable) return TEXTS.sendingFragile;
  if (timeUp) return TEXTS.timeUpOffline;
  return isLast(interview) ? TEXTS.sendingLastOffline : TEXTS.sendingOffline;
}

/** Is the open question the last one? @param {Interview} interview */
export function isLast({ question, session }) {
  return question.position === session.question_count - 1;
}
