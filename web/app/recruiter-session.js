// @ts-check
/** One session in full, kept up to date while it runs or is being graded. */
import { pause } from "../reprise/http.js";
import { Problem } from "../reprise/problems.js";
import { announce } from "./dialog.js";
import { h, replace, setText } from "./dom.js";
import { countdown, dateTime, duration } from "./format.js";
import { actionsOn, openWork } from "./recruiter-actions.js";
import { answerDetail } from "./recruiter-answer.js";
import { lateAnswers } from "./recruiter-late.js";
import { trail, whoOf } from "./recruiter-trail.js";
import { points as list } from "./results-answers.js";
import { exportButtons } from "./results-export.js";
import { ring } from "./charts.js";
import { CLOSED_REASONS, scoreText, STATUSES, wordsFor } from "./results-words.js";

const TEXTS = {
  back: "All candidates",
  own: "This is your own session. Nobody reviews their own work; ask a colleague.",
  yours: "See it as its candidate",
  grading: "Being graded",
  gradingText: (/** @type {any} */ { graded, total }) => `${graded} of ${total} answers are graded. This page follows by itself.`,
  score: "Score",
  partial: "Answers without a score add nothing to this total.",
  noSummary: "No summary could be written. The scores stand.",
  advice: "A model's suggestion",
  adviceNote: "People decide.",
  strengths: "Strengths",
  improvements: "To improve",
  facts: { started: "Began", ended: "Ended", time: "Time taken", extra: "Extra time", question: "Now at", left: "Time left", why: "How it ended" },
  at: (/** @type {number} */ number, /** @type {number} */ count) => `Question ${number} of ${count}`,
  extend: "Give extra time",
  reopen: "Reopen",
  retry: "Grade the open ones again",
  questions: "Answers",
  conversation: "Read the conversation",
  done: /** @type {Record<string, string>} */ ({
    extendTime: "The extra time is given. The candidate's clock shows it within seconds.",
    reopen: "The session is open again.",
    override: "Your score counts from now on.",
    acceptLate: "The late answer is accepted and being graded.",
    retry: "It is being graded again.",
  }),
};
/** Seconds between two looks: while it is graded, and while it runs. */
const PAUSES = { grading: [2, 2, 3, 5, 8, 10], in_progress: [5] };

/** @param {import("./page.js").Page} page @param {string} id */
export async function showSession({ client, main, user }, id) {
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  let shown = "";
  /** Counts the looks since something changed. */
  let looks = 0;
  let status = "";
  const left = h("span", { class: "numeric" });
  /** @type {number | null} */
  let deadline = null;

  show(await client.results(id));
  setInterval(tick, 500);
  for (;;) {
    const pauses = PAUSES[/** @type {"grading" | "in_progress"} */ (status)] ?? [20];
    await pause(pauses[Math.min(looks++, pauses.length - 1)]);
    if (document.hidden || !(status in PAUSES)) continue;
    try {
      show(await client.results(id));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  /** @param {any} answer of the server */
  function show({ server_time, ...results }) {
    const now = JSON.stringify(results);
    if (now === shown) return;
    shown = now;
    looks = 0;
    status = results.status;
    const open = results.answers.find((/** @type {any} */ one) => one.served_at && !one.closed_at);
    deadline = open?.time_limit_seconds ? Date.parse(open.served_at) + open.time_limit_seconds * 10 * (100 + results.session.extra_time_percent) : null;
    document.title = `${results.candidate.name ?? results.candidate.email} · Reprise`;
    redraw(main, view(results));
    tick();
  }

  function tick() {
    setText(left, deadline === null ? "–" : countdown((deadline - client.clock.now()) / 1000));
  }

  /** @param {any} results */
  function view(results) {
    const { session, candidate, counts, answers, late_answers: late } = results;
    const mine = candidate.user_id === user.id;
    const actions = actionsOn(client, results);
    /** Do it, show what came of it, and say so. @param {keyof typeof actions} name @param {any} [subject] */
    const act = async (name, subject) => {
      const after = await actions[name](subject);
      if (!after) return;
      show(after);
      announce(TEXTS.done[name]);
      replace(main.querySelector("#done") ?? main, h("div", { class: "notice success" }, h("p", null, TEXTS.done[name])));
    };
    const running = session.status === "in_progress";
    const { label, kind } = STATUSES[session.status];
    return [
      h(
        "div",
        { class: "stack small" },
        h("a", { class: "back", href: `recruiter.html?interview=${session.interview_id}` }, TEXTS.back),
        h("div", { class: "row between" }, h("h1", { id: "title", tabindex: "-1" }, candidate.name ?? candidate.email), h("span", { class: `badge ${kind}` }, label)),
        h("p", { class: "muted" }, [session.title, candidate.name === candidate.email ? null : candidate.email].filter(Boolean).join(" · ")),
      ),
      h("div", { id: "done" }),
      mine && h("div", { class: "notice" }, h("p", null, TEXTS.own, " ", h("a", { href: `results.html?session=${session.id}` }, TEXTS.yours))),
      h(
        "section",
        { class: "card overview", "aria-label": TEXTS.score, "data-status": results.status },
        overview(results),
        h("dl", { class: "facts" }, facts(session, left).map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))),
        openWork(counts) && h("div", { class: "notice warning" }, h("p", null, openWork(counts))),
        h(
          "footer",
          null,
          !mine &&
            h(
              "div",
              { class: "row" },
              running && session.question_count > 0 && action("extend", TEXTS.extend, "", () => act("extendTime")),
              !running && action("reopen", TEXTS.reopen, "secondary", () => act("reopen")),
              !running && counts.needs_review + counts.failed > 0 && action("retry", TEXTS.retry, "secondary", () => act("retry", null)),
            ),
          exportButtons(client, session.id),
        ),
      ),
      session.mode === "conversation" && h("div", null, h("a", { class: "button secondary", href: `conversation.html?session=${session.id}` }, TEXTS.conversation)),
      late.length > 0 && lateAnswers(late, mine ? null : (one) => act("acceptLate", one), answers),
      answers.length > 0 &&
        h(
          "section",
          { class: "stack", "aria-labelledby": "answers" },
          h("h2", { id: "answers" }, TEXTS.questions),
          answers.map((/** @type {any} */ answer) => answerDetail(answer, { late, who: whoOf(candidate, user), act: mine ? null : act })),
        ),
      trail(results.events, whoOf(candidate, user)),

    ];
  }
}

/** @param {string} id @param {string} label @param {string} kind @param {() => void} onclick */
const action = (id, label, kind, onclick) => h("button", { class: `button ${kind} small`, type: "button", id: `action-${id}`, onclick }, label);

/** @param {any} results */
function overview({ status, result, counts }) {
  if (status === "grading") {
    return h(
      "div",
      { class: "stack small", role: "status" },
      h("h2", null, TEXTS.grading),
      h("div", { class: "progress", "aria-hidden": "true" }, h("span", { style: { width: `${counts.total ? (100 * counts.graded) / counts.total : 0}%` } })),
      h("p", { class: "muted small" }, TEXTS.gradingText(counts)),
    );
  }
  if (!result) return null;
  return [
    h(
      "div",
      { class: "headline" },
      ring(result.percentage === null ? null : result.percentage / 100, result.percentage === null ? "–" : `${Math.round(result.percentage)} %`),
      h(
        "div",
        { class: "stack small" },
        h("p", { class: "big-score", id: "total" }, scoreText(result.total, result.maximum)),
        result.summary && h("p", { class: "preserve" }, result.summary),
        !result.all_graded && h("p", { class: "muted small" }, TEXTS.partial),
        status === "failed" && h("p", { class: "muted small" }, TEXTS.noSummary),
        result.recommendation && h("p", { class: "advice" }, `${TEXTS.advice}: `, h("strong", null, result.recommendation), h("span", { class: "muted small" }, TEXTS.adviceNote)),
      ),
    ),
    (result.strengths.length > 0 || result.improvements.length > 0) && h("div", { class: "columns" }, list(TEXTS.strengths, result.strengths), list(TEXTS.improvements, result.improvements)),
  ];
}

/** @param {any} session @param {HTMLElement} left @returns {[string, import("./dom.js").Child][]} */
function facts(session, left) {
  const { facts: names } = TEXTS;
  const { started_at: started, completed_at: completed, extra_time_percent: extra, closed_reason: why } = session;
  /** @type {[string, import("./dom.js").Child][]} */
  const entries = [[names.started, dateTime(started)]];
  if (session.status === "in_progress") {
    if (session.question_count > 0) entries.push([names.question, TEXTS.at(session.position + 1, session.question_count)], [names.left, left]);
  } else {
    if (completed) entries.push([names.time, duration((Date.parse(completed) - Date.parse(started)) / 1000)]);
    if (why) entries.push([names.why, capital(wordsFor(CLOSED_REASONS, why))]);
  }
  if (extra > 0 || session.status === "in_progress") entries.push([names.extra, `${extra} %`]);
  return entries;
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Draw anew without taking anything out of the reader's hands: what was unfolded stays so, and the focus where it was.
 * @param {HTMLElement} main
 * @param {import("./dom.js").Child[]} children
 */
function redraw(main, children) {
  const unfolded = [...main.querySelectorAll("details[open]")].map(({ id }) => id);
  const focused = document.activeElement?.id;
  const held = focused && main.contains(document.activeElement);
  const done = main.querySelector("#done")?.firstChild;
  replace(main, ...children);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (done) main.querySelector("#done")?.append(done);
  if (held) (document.getElementById(focused) ?? document.getElementById("title"))?.focus({ preventScroll: true });
}
