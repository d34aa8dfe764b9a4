// @ts-check
/** The clock in the header: calm until the last half minute, and never blinking. */
import { announce } from "../ui/dialog.js";
import { h, setText } from "../ui/dom.js";
import { countdown, duration } from "../ui/format.js";

const SOON_SECONDS = 30;
const LAST_SECONDS = 10;
/** Seconds left at which screen readers are informed. */
const SPOKEN = [60, 30, 10];

const TEXTS = {
  left: "left",
  untimed: "No time limit",
  spoken: (/** @type {number} */ seconds) => `${duration(seconds)} left for this question.`,
};

/**
 * @param {import("../../client/session/interview.js").Interview} interview
 */
export function timerView(interview) {
  const time = h("span", { id: "time" });
  const words = h("small", null, TEXTS.left);
  const pill = h(
    "div",
    { class: "timer", role: "timer", "aria-label": "Time left for this question", hidden: true },
    time,
    words,
  );
  const bar = h("div", { class: "time-bar", "aria-hidden": "true", hidden: true }, h("span"));
  document.getElementById("header-middle")?.append(pill);
  document.querySelector(".site-header")?.append(bar);
  let spoken = Infinity;
  let position = -1;

  function show() {
    const { question, countdown: clock } = interview;
    if (interview.phase === "resting" || !question?.deadline_at || clock.remaining === null) return;
    const left = clock.remaining;
    pill.hidden = bar.hidden = false;
    setText(time, countdown(left));
    const level = left <= LAST_SECONDS ? "last" : left <= SOON_SECONDS ? "soon" : "calm";
    pill.dataset.level = bar.dataset.level = level;
    const whole = (Date.parse(question.deadline_at) - Date.parse(question.served_at)) / 1000;
    bar.style.setProperty("--share", String(Math.min(1, left / whole)));
    if (question.position !== position) {
      position = question.position;
      spoken = left;
    }
    const due = SPOKEN.find((seconds) => left <= seconds && spoken > seconds);
    if (due) announce(TEXTS.spoken(Math.ceil(left)));
    if (due || left > spoken) spoken = left;
  }

  interview.addEventListener("tick", show);
  interview.addEventListener("question", () => {
    if (interview.question.deadline_at === null) pill.hidden = bar.hidden = true;
  });
  return {
    hide() {
      pill.hidden = bar.hidden = true;
    },
  };
}
