// @ts-check
/** "Welcome back": what to do about a session that was begun earlier. */
import { Countdown } from "../reprise/countdown.js";
import { ask } from "./dialog.js";
import { h, setText } from "./dom.js";
import { countdown, duration } from "./format.js";

const TEXTS = {
  title: "Welcome back",
  began: "You began this interview earlier. Everything you wrote is here.",
  question: "Question",
  remaining: "Time left",
  runs: "The clock of this question keeps running.",
  waits: "The clock of this question starts when you continue.",
  expired: (/** @type {number} */ number, /** @type {boolean} */ last) =>
    `The time for question ${number} ran out while you were away. What had been saved until then is handed in as your answer` +
    (last ? ". It was the last question: continue to see that everything is in." : `, and you go on with question ${number + 1}.`),
  startOver: "Start over",
  resume: "Resume",
  later: "Not now",
  sure: "Start over from question 1?",
  lost: "This attempt is closed, and its answers do not count. You begin again at question 1, with fresh clocks.",
  back: "Go back",
};

/**
 * Show the dialog; resolves with what the person chose, `later` after Escape.
 * @param {import("../reprise/client.js").Reprise} client
 * @param {any} session as `GET /resume` and `session_in_progress` tell it
 * @returns {Promise<"resume" | "start-over" | "later">}
 */
export async function welcomeBack(client, session) {
  for (;;) {
    const choice = await show(client, session);
    if (choice !== "start-over") return choice === "resume" ? "resume" : "later";
    const sure = await ask({
      id: "start-over",
      title: TEXTS.sure,
      body: h("p", null, TEXTS.lost),
      actions: [
        { value: "start-over", label: TEXTS.startOver, kind: "danger" },
        { value: "", label: TEXTS.back, kind: "secondary" },
      ],
    });
    if (sure === "start-over") return "start-over";
  }
}

/**
 * @param {import("../reprise/client.js").Reprise} client
 * @param {any} session
 */
async function show(client, session) {
  const body = h("div", { class: "stack" }, h("p", { class: "muted" }, TEXTS.began), h("p", { class: "welcome-title" }, session.title));
  const clock = new Countdown(client.clock);
  if (session.question_number !== null) {
    body.append(facts(client, session, clock));
  }
  const choice = await ask({
    id: "welcome-back",
    title: TEXTS.title,
    body,
    actions: [
      ...(session.can_start_over ? [{ value: "start-over", label: TEXTS.startOver, kind: /** @type {const} */ ("quiet") }] : []),
      { value: "later", label: TEXTS.later, kind: "secondary" },
      { value: "resume", label: TEXTS.resume },
    ],
  });
  clock.stop();
  return choice;
}

/**
 * @param {import("../reprise/client.js").Reprise} client
 * @param {any} session
 * @param {Countdown} clock
 */
function facts(client, session, clock) {
  const { question_number: number, question_count: count, time_remaining_seconds: seconds, time_expired: expired } = session;
  const value = h("dd", { id: "welcome-remaining" }, seconds === null ? "–" : countdown(seconds));
  const hint = h("p", { class: "muted small" });
  if (expired) {
    hint.className = "notice warning";
    setText(hint, TEXTS.expired(number, number === count));
    setText(value, "0:00");
  } else if (seconds !== null) {
    const runs = !startsLater(session);
    setText(hint, runs ? TEXTS.runs : TEXTS.waits);
    if (runs) {
      clock.addEventListener("tick", () => setText(value, countdown(clock.remaining ?? 0)));
      const from = session.server_time ? Date.parse(session.server_time) : client.clock.now();
      clock.set(new Date(from + seconds * 1000).toISOString());
    }
  }
  return h(
    "div",
    { class: "stack small" },
    h(
      "dl",
      { class: "facts" },
      h("div", null, h("dt", null, TEXTS.question), h("dd", null, `${number} of ${count}`)),
      seconds !== null && h("div", null, h("dt", null, TEXTS.remaining), value),
    ),
    hint.textContent && hint,
  );
}

/** A question that was not handed out yet still has its whole time, to the microsecond. @param {any} session */
function startsLater(session) {
  const whole = (session.time_limits[session.position] * (100 + session.extra_time_percent)) / 100;
  return session.time_remaining_seconds === whole;
}

/** For sentences: the time left, that it is up, or that there is none. @param {any} session */
export function timeLeft({ time_expired: expired, time_remaining_seconds: seconds }) {
  if (expired) return "time is up";
  return seconds === null ? "no time limit" : `${duration(seconds)} left`;
}
