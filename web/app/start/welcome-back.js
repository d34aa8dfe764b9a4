// @ts-check
/** The "welcome back" dialog: what to do about a session that was started earlier. */
import { Countdown } from "../../client/session/countdown.js";
import { ask } from "../ui/dialog.js";
import { h, setText } from "../ui/dom.js";
import { countdown, duration } from "../ui/format.js";

/** @import { ActiveSession } from "../../client/types.js" */

const TEXTS = {
  title: "Welcome back",
  began: {
    timed: "You began this interview earlier. Everything you wrote is here.",
    practice: "You began this practice run earlier. Everything you wrote is here.",
    conversation: "You began this conversation earlier. Everything you wrote is here.",
  },
  question: "Question",
  remaining: "Time left",
  runs: "The clock of this question keeps running.",
  waits: "The clock of this question starts when you continue.",
  rests: (/** @type {string} */ left) =>
    `You are on a break. The clock of this question starts when you continue, or in ${left} when the time for breaks is used up.`,
  expired: (/** @type {number} */ number, /** @type {boolean} */ last) =>
    `The time for question ${number} ran out while you were away. What had been saved until then is submitted as your answer` +
    (last
      ? ". It was the last question: continue to see that everything is in."
      : `, and you go on with question ${number + 1}.`),
  startOver: "Start over",
  resume: "Resume",
  later: "Not now",
  back: "Go back",
  sure: {
    timed: "Start over from question 1?",
    practice: "Start over from question 1?",
    conversation: "Start this conversation over?",
  },
  lost: {
    timed: "This attempt is closed, and its answers do not count. You begin again at question 1",
    practice: "This run is closed, and gets no result. A new one of the same kind begins at question 1",
    conversation: "It is closed. What was said stays in your results, and a new one begins with its first line.",
  },
  clocks: ", with fresh clocks.",
  inTheWay: {
    title: "Only one can be open",
    text: (/** @type {string} */ title, /** @type {string} */ wanted) =>
      `“${title}” is still open. Finish or close it before you start ${wanted}.`,
    stays: "It cannot be closed, because you could not begin it again. Please finish it first.",
    close: (/** @type {string} */ title, /** @type {string} */ wanted) => `Close “${title}” and start ${wanted}`,
    sure: (/** @type {string} */ title) => `Close “${title}”?`,
    lost: {
      timed: (/** @type {string} */ wanted) =>
        `That attempt ends here, and its answers do not count. Then ${wanted} begins.`,
      practice: (/** @type {string} */ wanted) => `That run ends here, and gets no result. Then ${wanted} begins.`,
      conversation: (/** @type {string} */ wanted) =>
        `It ends here; what was said stays in your results. Then ${wanted} begins.`,
    },
    yes: (/** @type {string} */ wanted) => `Close it and start ${wanted}`,
  },
};

/** @typedef {"timed" | "practice" | "conversation"} Mode */

/**
 * Show the dialog; resolves with the user's choice, `later` on Escape.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {ActiveSession} session as returned by `GET /resume` or `session_in_progress`
 * @param {string | null} [wanted] what the user asked to start, if it is something else; starting it closes the session
 * @returns {Promise<"resume" | "start-over" | "later">}
 */
export async function welcomeBack(client, session, wanted = null) {
  for (;;) {
    const choice = await show(client, session, wanted);
    if (choice !== "start-over") return choice === "resume" ? "resume" : "later";
    const { title, text, yes } = wanted ? closing(session, wanted) : startingOver(session);
    const sure = await ask({
      id: "start-over",
      title,
      body: h("p", null, text),
      actions: [
        { value: "start-over", label: yes, kind: "danger" },
        { value: "", label: TEXTS.back, kind: "secondary" },
      ],
    });
    if (sure === "start-over") return "start-over";
  }
}

/** The confirmation of starting the same again. @param {ActiveSession} session */
function startingOver(session) {
  const mode = /** @type {Mode} */ (session.mode);
  const timed = session.time_limits.some((limit) => limit !== null);
  const end = mode === "conversation" ? "" : timed ? TEXTS.clocks : ".";
  return { title: TEXTS.sure[mode], text: TEXTS.lost[mode] + end, yes: TEXTS.startOver };
}

/** The confirmation of starting something else. @param {ActiveSession} session @param {string} wanted */
function closing(session, wanted) {
  const { sure, lost, yes } = TEXTS.inTheWay;
  return { title: sure(session.title), text: lost[/** @type {Mode} */ (session.mode)](wanted), yes: yes(wanted) };
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {ActiveSession} session
 * @param {string | null} wanted
 */
async function show(client, session, wanted) {
  const { inTheWay } = TEXTS;
  const clock = new Countdown(client.clock);
  const close = wanted ? inTheWay.close(session.title, wanted) : TEXTS.startOver;
  const body = h(
    "div",
    { class: "stack" },
    wanted
      ? h("p", null, inTheWay.text(session.title, wanted))
      : [
          h("p", { class: "muted" }, TEXTS.began[/** @type {Mode} */ (session.mode)]),
          h("p", { class: "welcome-title" }, session.title),
        ],
    session.question_number !== null && facts(client, session, session.question_number, clock),
    wanted && !session.can_start_over && h("p", null, inTheWay.stays),
  );
  const choice = await ask({
    id: "welcome-back",
    title: wanted ? inTheWay.title : TEXTS.title,
    body,
    actions: [
      ...(session.can_start_over
        ? [
            {
              value: "start-over",
              label: close,
              kind: /** @type {"secondary" | "quiet"} */ (wanted ? "secondary" : "quiet"),
            },
          ]
        : []),
      { value: "later", label: TEXTS.later, kind: "secondary" },
      { value: "resume", label: TEXTS.resume },
    ],
  });
  clock.stop();
  return choice;
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {ActiveSession} session
 * @param {number} number of the open question, from 1
 * @param {Countdown} clock
 */
function facts(client, session, number, clock) {
  const { question_count: count, time_remaining_seconds: seconds, time_expired: expired } = session;
  const value = h("dd", { id: "welcome-remaining" }, seconds === null ? "–" : countdown(seconds));
  const hint = h("p", { class: "muted small" });
  if (expired) {
    hint.className = "notice warning";
    setText(hint, TEXTS.expired(number, number === count));
    setText(value, "0:00");
  } else if (seconds !== null) {
    const runs = !startsLater(session);
    setText(hint, runs ? TEXTS.runs : TEXTS.waits);
    if (session.break) {
      clock.addEventListener("tick", () => setText(hint, TEXTS.rests(countdown(clock.remaining ?? 0))));
      clock.set(session.break.until);
    } else if (runs) {
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

/** A question that was never served still has exactly its full time. @param {any} session */
function startsLater(session) {
  const whole = (session.time_limits[session.position] * (100 + session.extra_time_percent)) / 100;
  return session.time_remaining_seconds === whole;
}

/** The time left, as part of a sentence; also for expired and untimed sessions. @param {any} session */
export function timeLeft({ time_expired: expired, time_remaining_seconds: seconds }) {
  if (expired) return "time is up";
  return seconds === null ? "no time limit" : `${duration(seconds)} left`;
}
