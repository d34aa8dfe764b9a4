// @ts-check
/** One session in full, kept up to date while it runs, is graded, and is reviewed by colleagues. */
import { pause } from "../reprise/http.js";
import { Problem } from "../reprise/problems.js";
import { busy, toast } from "./dialog.js";
import { h, replace, setText } from "./dom.js";
import { countdown } from "./format.js";
import { actionsOn, openWork } from "./recruiter-actions.js";
import { answerDetail } from "./recruiter-answer.js";
import { lateAnswers } from "./recruiter-late.js";
import { facts, overview } from "./recruiter-overview.js";
import { trail, whoOf } from "./recruiter-trail.js";
import { exportButtons } from "./results-export.js";
import { Transcript } from "./results-transcript.js";
import { STATUSES } from "./results-words.js";

const TEXTS = {
  back: "All candidates",
  own: "This is your own session. Nobody reviews their own work; ask a colleague.",
  yours: "See it as its candidate",
  score: "Score",
  extend: "Give extra time",
  reopen: "Reopen",
  retry: "Grade the open ones again",
  questions: "Answers",
  changed: "This session has changed in the meantime: that cannot be done any more.",
  done: {
    extendTime: "The extra time is given. The candidate's clock shows it within half a minute.",
    reopen: "The session is open again.",
    override: "Your score counts from now on.",
    acceptLate: "The late answer is accepted and being graded.",
    retry: "It is being graded again.",
  },
};
/** Seconds between polls: during grading, while the session runs, and afterwards. The last value repeats. */
const PAUSES = { grading: [2, 2, 3, 5, 8, 10], in_progress: [3, 5], over: [20] };

/** @param {import("./page.js").Page} page @param {string} id */
export async function showSession({ client, main, user }, id) {
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  let shown = "";
  /** Polls since the last change. */
  let looks = 0;
  /** Polls and reviews are numbered, so that an older response does not replace a newer one. */
  let asked = 0;
  let newest = 0;
  let status = "";
  /** Ends the pause between two polls. */
  let wake = () => {};
  /** @type {Transcript | null} */
  let talk = null;
  const left = h("span", { class: "numeric" });
  /** @type {number | null} */
  let deadline = null;

  const first = await client.results(id);
  if (first.view === "candidate") {
    showOwn(main, first.session);
    return;
  }
  show(first);
  setInterval(tick, 500);
  document.addEventListener("visibilitychange", () => wake());
  for (;;) {
    const pauses = PAUSES[/** @type {"grading" | "in_progress"} */ (status)] ?? PAUSES.over;
    await Promise.race([pause(pauses[Math.min(looks++, pauses.length - 1)]), new Promise((resolve) => (wake = () => resolve(null)))]);
    if (document.hidden) continue;
    try {
      await look();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  async function look() {
    const number = ++asked;
    const results = await client.results(id);
    if (number > newest) {
      newest = number;
      show(results);
    }
    return results;
  }

  /** @param {any} answer the server's response */
  function show({ server_time, ...results }) {
    const now = JSON.stringify(results);
    if (now === shown) return;
    shown = now;
    looks = 0;
    status = results.status;
    const open = results.answers.find((/** @type {any} */ one) => one.served_at && !one.closed_at);
    deadline = open?.time_limit_seconds ? Date.parse(open.served_at) + open.time_limit_seconds * 10 * (100 + results.session.extra_time_percent) : null;
    if (results.conversation) {
      talk ??= new Transcript(client, id, { own: false });
      talk.update(results.conversation);
    }
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
    const who = whoOf(candidate, user);
    /**
     * Run an action, show the result and confirm it.
     * @param {HTMLElement} button the button that was pressed
     * @param {keyof typeof TEXTS.done} name
     * @param {any} [subject]
     */
    const act = async (button, name, subject) => {
      // Fetch the current state first, so that the dialog shows what holds now.
      const now = await busy(button, look);
      if (!now || document.querySelector("dialog[open]")) return;
      if (!document.getElementById(button.id)) {
        toast(TEXTS.changed);
        return;
      }
      const after = await actionsOn(client, now, { userId: user.id, who, look })[name](subject);
      // The page may have been redrawn behind the dialog: return the focus to the button that opened it.
      if (document.activeElement === document.body) document.getElementById(button.id)?.focus();
      if (after) {
        newest = ++asked;
        show(after);
        toast(TEXTS.done[name]);
      }
      wake();
    };
    const running = session.status === "in_progress";
    const timed = session.question_count > 0;
    const { label, kind } = STATUSES[session.status];
    return [
      h(
        "div",
        { class: "stack small" },
        h("a", { class: "back", href: `recruiter.html?interview=${session.interview_id}` }, TEXTS.back),
        h("div", { class: "row between" }, h("h1", { id: "title", tabindex: "-1", dir: "auto" }, candidate.name ?? candidate.email), h("span", { class: `badge ${kind}` }, label)),
        h("p", { class: "muted" }, [session.title, candidate.name === candidate.email ? null : candidate.email].filter(Boolean).join(" · ")),
      ),
      h(
        "section",
        { class: "card overview", "aria-label": TEXTS.score, "data-status": results.status },
        overview(results),
        h("dl", { class: "facts" }, facts(session, left).map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))),
        openWork(counts) && h("div", { class: "notice warning" }, h("p", null, openWork(counts))),
        h(
          "footer",
          null,
          h(
            "div",
            { class: "row" },
            running && timed && action("extend", TEXTS.extend, "", (button) => act(button, "extendTime")),
            !running && timed && action("reopen", TEXTS.reopen, "secondary", (button) => act(button, "reopen")),
            !running && counts.needs_review + counts.failed > 0 && action("retry", TEXTS.retry, "secondary", (button) => act(button, "retry", null)),
          ),
          exportButtons(client, { session_id: session.id }),
        ),
      ),
      talk?.element,
      late.length > 0 && lateAnswers(late, (one, button) => act(button, "acceptLate", one), answers),
      answers.length > 0 &&
        h(
          "section",
          { class: "stack", "aria-labelledby": "answers" },
          h("h2", { id: "answers" }, TEXTS.questions),
          answers.map((/** @type {any} */ answer) => answerDetail(answer, { late, who, act })),
        ),
      trail(results.events, who),
    ];
  }
}

/**
 * Shown to reviewers who open their own session: no one reviews themselves.
 * @param {HTMLElement} main
 * @param {any} session
 */
function showOwn(main, session) {
  replace(
    main,
    h("div", { class: "stack small" }, h("a", { class: "back", href: `recruiter.html?interview=${session.interview_id}` }, TEXTS.back), h("h1", null, session.title)),
    h("div", { class: "notice" }, h("p", null, TEXTS.own), h("div", null, h("a", { class: "button secondary small", href: `results.html?session=${session.id}` }, TEXTS.yours))),
  );
}

/** @param {string} id @param {string} label @param {string} kind @param {(button: HTMLElement) => void} act */
const action = (id, label, kind, act) => h("button", { class: `button ${kind} small`, type: "button", id: `action-${id}`, onclick: (/** @type {any} */ { currentTarget }) => act(currentTarget) }, label);

/**
 * Redraw without disturbing the reader: open details stay open, the focus stays, and visible content keeps its place on
 * the screen even if content above it grew.
 * @param {HTMLElement} main
 * @param {import("./dom.js").Child[]} children
 */
function redraw(main, children) {
  const unfolded = [...main.querySelectorAll("details[open]")].map(({ id }) => id);
  const focused = document.activeElement?.id;
  const held = focused && main.contains(document.activeElement);
  /** @param {Element} one */
  const top = (one) => one.getBoundingClientRect().top;
  /** @param {Element} one */
  const ahead = (one) => one.checkVisibility() && top(one) >= 0;
  const seen = held && document.activeElement && ahead(document.activeElement) && top(document.activeElement) < innerHeight;
  const mark = seen ? document.activeElement : [...main.querySelectorAll("[id]")].find(ahead);
  const stood = mark ? top(mark) : 0;
  replace(main, ...children);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (held) (document.getElementById(focused) ?? document.getElementById("title"))?.focus({ preventScroll: true });
  const stands = mark && document.getElementById(mark.id);
  if (stands) scrollBy({ top: top(stands) - stood, behavior: "instant" });
}
