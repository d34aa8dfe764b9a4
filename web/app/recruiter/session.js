// @ts-check
/** One session in full, kept up to date while it runs, is graded, and is reviewed by colleagues. */
import { exportButtons } from "../results/export.js";
import { Transcript } from "../results/transcript.js";
import { busy, toast } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { countdown } from "../ui/format.js";
import { Poll } from "../ui/poll.js";
import { redraw } from "../ui/redraw.js";
import { savedAnswers, storedWords } from "../ui/sealed-upload.js";
import { actionButton } from "./action-button.js";
import { actionsOn, openWork } from "./actions.js";
import { answerDetail } from "./answer.js";
import { assessmentView } from "./assessment.js";
import { AuditTrail, whoOf } from "./audit-trail.js";
import { decideDialog } from "./decisions.js";
import { lateAnswers } from "./late-texts.js";
import { facts, overview } from "./overview.js";
import { commentsOn, PeopleReviews } from "./people-reviews.js";
import { neighbours } from "./queue.js";
import { questionIndex, reviewBar } from "./review-bar.js";
import { heading, showOwn, tableOf } from "./session-heading.js";
import { listenForKeys, showKeys } from "./shortcuts.js";
import { colleaguesIn } from "./tables.js";
import { timeLedger } from "./time-ledger.js";

/** @import { Assessment, ReviewerResults } from "../../client/result-types.js" */
/** @import { Uploaded } from "../../client/types.js" */

const TEXTS = {
  score: "Score",
  extend: "Give extra time",
  reopen: "Reopen",
  retry: "Grade unfinished answers again",
  questions: "Answers",
  transcript: "Transcript",
  savedText: "If this candidate's page saved unsent answers as a file, because there was no network, upload it here.",
  savedStored: "Look under “Late texts”.",
  savedElsewhere: "Open that session",
  savedOther: "They belong to another session.",
  changed: "This session has changed in the meantime: that cannot be done any more.",
  done: {
    extendTime: "The extra time is given. The candidate's clock shows it within half a minute.",
    reopen: "The session is open again.",
    override: "Your score counts from now on.",
    acceptLate: "The late answer is accepted and being graded.",
    retry: "It is being graded again.",
    assess: "It is being assessed.",
    scoreCriteria: "Your scores count from now on.",
    revokeCredit: "The time is revoked, and the ledger shows it.",
  },
  decided: "The decision is saved.",
};
/** Seconds between polls: during grading, while the session runs, and afterwards. The last value repeats. */
const PAUSES = { grading: [2, 2, 3, 5, 8, 10], in_progress: [3, 5], over: [20] };

/** @typedef {(button: HTMLElement, name: keyof typeof TEXTS.done, subject?: any) => Promise<void>} Act runs an action */

/**
 * Show a session, and follow it until the page is left.
 * @param {import("../ui/page.js").Page} page
 * @param {string} id
 */
export async function showSession({ client, main, user }, id) {
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  const first = await client.results(id);
  if (first.view === "candidate") {
    showOwn(main, first.session);
    return;
  }
  const followed = new FollowedSession({ client, main, user }, id);
  // A page that may come back keeps following.
  addEventListener("pagehide", ({ persisted }) => persisted || followed.stop());
  await followed.run(first);
}

class FollowedSession {
  /** @param {Pick<import("../ui/page.js").Page, "client" | "main" | "user">} page @param {string} id */
  constructor({ client, main, user }, id) {
    this._client = client;
    this._main = main;
    this._user = user;
    this._id = id;
    /** What the page shows, as JSON. */
    this._shown = "";
    /** Requests since the last change. */
    this._looks = 0;
    /** Requests are numbered, so that an older response does not replace a newer one. */
    this._asked = 0;
    this._newest = 0;
    this._status = "";
    /** @type {Transcript | null} */
    this._transcript = null;
    /** Holds the transcript beside the assessment. @type {HTMLElement | null} */
    this._beside = null;
    this._trail = new AuditTrail(client, id);
    this._savedAnswers = savedAnswers(client, TEXTS.savedText, (uploaded) => this._uploaded(uploaded));
    /** The newest. @type {ReviewerResults | null} */
    this._results = null;
    this._left = h("span", { class: "numeric" });
    /** When the open question's time is up, in milliseconds. @type {number | null} */
    this._deadline = null;
    this._poll = new Poll({ request: () => this._look(), seconds: () => this._nextPause() });
    this._clock = 0;
    /** @type {import("./review-bar.js").Neighbours | null} */
    this._around = null;
    this._people = new PeopleReviews(
      (body) => this._review(body),
      user.id,
      () => colleaguesIn(this._results?.session.interview_id ?? null),
    );
    listenForKeys({
      j: () => this._go("next"),
      k: () => this._go("previous"),
      n: () => this._goToQuestion(1),
      p: () => this._goToQuestion(-1),
      a: () => this._decide("advance"),
      h: () => this._decide("hold"),
      r: () => this._decide("reject"),
      c: () => this._people.startComment(),
      s: () => this._people.startScorecard(),
      "?": showKeys,
    });
  }

  /** Resolves once `stop` was called. @param {ReviewerResults} first */
  async run(first) {
    this._show(first);
    this._clock = setInterval(() => this._tick(), 500);
    this._findNeighbours();
    await this._poll.run();
  }

  stop() {
    clearInterval(this._clock);
    this._poll.stop();
  }

  /** Seconds until the next request. */
  _nextPause() {
    const pauses = PAUSES[/** @type {"grading" | "in_progress"} */ (this._status)] ?? PAUSES.over;
    const pause = pauses[Math.min(this._looks, pauses.length - 1)];
    this._looks += 1;
    return pause;
  }

  /** Fetch the results, and show them unless newer ones are there. */
  async _look() {
    this._asked += 1;
    const number = this._asked;
    const results = /** @type {ReviewerResults} */ (await this._client.results(this._id));
    if (number > this._newest) {
      this._newest = number;
      this._show(results);
    }
    return results;
  }

  /** @param {ReviewerResults} results */
  _show(results) {
    const now = JSON.stringify({ ...results, server_time: null });
    if (now === this._shown) return;
    this._shown = now;
    this._looks = 0;
    this._status = results.status;
    this._deadline = deadlineOf(results);
    if (results.conversation) {
      this._transcript ??= new Transcript(this._client, this._id, { own: false });
      this._transcript.update(results.conversation);
    }
    this._trail.update(results);
    this._results = results;
    this._draw(results);
  }

  /** @param {ReviewerResults} results */
  _draw(results) {
    document.title = `${results.candidate.name ?? results.candidate.email} · Reprise`;
    const who = whoOf(results.candidate, this._user);
    /** @type {Act} */
    const act = (button, name, subject) => this._act(who, button, name, subject);
    redraw(this._main, this._view(results, who, act));
    this._tick();
  }

  _tick() {
    const text = this._deadline === null ? "–" : countdown((this._deadline - this._client.clock.now()) / 1000);
    setText(this._left, text);
  }

  /**
   * Run an action, show the result and confirm it.
   * @param {(actor: string | null) => string} who
   * @param {HTMLElement} button the button that was pressed
   * @param {keyof typeof TEXTS.done} name
   * @param {any} subject what the action is about, if not the session
   */
  async _act(who, button, name, subject) {
    const look = () => this._look();
    // Fetch the current state first, so that the dialog shows what holds now.
    const now = await busy(button, look);
    if (!now || document.querySelector("dialog[open]")) return;
    if (!document.getElementById(button.id)) {
      toast(TEXTS.changed);
      return;
    }
    const after = await actionsOn(this._client, now, { userId: this._user.id, who, look })[name](subject);
    // The page may have been redrawn behind the dialog: return the focus to the button that opened it.
    if (document.activeElement === document.body) document.getElementById(button.id)?.focus();
    if (after) {
      this._asked += 1;
      this._newest = this._asked;
      this._show(after);
      toast(TEXTS.done[name]);
    }
    this._poll.soon();
  }

  async _findNeighbours() {
    const interviewId = this._results?.session.interview_id;
    if (!interviewId) return;
    this._around = await neighbours(this._client, interviewId, this._id);
    const [bar, back] = [document.getElementById("review-bar"), document.getElementById("all-candidates")];
    if (!bar || !back || !this._results) return;
    // Only these change: the rest of the page stays as it is.
    const focused = document.activeElement?.id;
    bar.replaceWith(this._bar(this._results));
    back.setAttribute("href", tableOf(interviewId, this._around.filters));
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  }

  /** @param {ReviewerResults} results */
  _bar(results) {
    return reviewBar(results, this._around, { decide: (name) => this._decide(name), keys: showKeys });
  }

  /** @param {"previous" | "next"} where */
  _go(where) {
    const id = this._around?.[where];
    if (id) location.assign(`recruiter.html?session=${id}`);
  }

  /** Move to the question before or after the one that is being read. @param {1 | -1} by */
  _goToQuestion(by) {
    const headings = [...this._main.querySelectorAll("article.answer h3")];
    const top = 8 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const ahead = headings.findIndex((one) => one.getBoundingClientRect().top > top + 8);
    const at = (ahead < 0 ? headings.length : ahead) + (by > 0 ? 0 : -2);
    const heading = headings[Math.min(Math.max(at, 0), headings.length - 1)];
    if (!(heading instanceof HTMLElement)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start", behavior: "instant" });
  }

  /** @param {import("./decisions.js").DecisionName} name */
  async _decide(name) {
    const results = this._results;
    if (!results || results.session.status === "in_progress") return;
    const whom = results.candidate.name ?? results.candidate.email ?? "";
    const made = await decideDialog(name, whom, (fields) => this._review({ action: "decide", ...fields }));
    if (made) {
      toast(TEXTS.decided);
      document.getElementById(`decide-${name}`)?.focus({ preventScroll: true });
    }
  }

  /** What people write: the server stores a repeat once. @param {{action: string} & Record<string, any>} body */
  async _review(body) {
    const after = await this._client.review({ session_id: this._id, ...body }, { tries: 3 });
    this._asked += 1;
    this._newest = this._asked;
    this._show(after);
    return after;
  }

  /** @param {ReviewerResults} results @param {(actor: string | null) => string} who @param {Act} act */
  _view(results, who, act) {
    const { session, answers, late_answers: late, time_credits: credits } = results;
    const running = session.status === "in_progress";
    return [
      heading(results, this._around?.filters ?? {}),
      this._bar(results),
      answers.length > 1 && questionIndex(answers),
      this._summary(results, act),
      this._people.view(results),
      this._talk(results, who, act),
      credits.length > 0 &&
        timeLedger(credits, who, running ? (one, button) => act(button, "revokeCredit", one) : null),
      session.question_count > 0 && this._savedAnswers,
      late.length > 0 && lateAnswers(late, (one, button) => act(button, "acceptLate", one), answers, who),
      answers.length > 0 &&
        h(
          "section",
          { class: "stack", "aria-labelledby": "answers" },
          h("h2", { id: "answers" }, TEXTS.questions),
          answers.map((answer) =>
            answerDetail(answer, {
              late,
              who,
              act,
              comments: commentsOn(results.comments, answer.position),
              comment: (position) => this._people.startComment(position),
            }),
          ),
        ),
      this._trail.view(who, () => this._results && this._draw(this._results)),
    ];
  }

  /**
   * The transcript of a conversation, beside its assessment once it has ended.
   * @param {ReviewerResults} results @param {(actor: string | null) => string} who @param {Act} act
   */
  _talk({ session, conversation }, who, act) {
    if (!this._transcript || !conversation) return null;
    const { element } = this._transcript;
    if (session.status === "in_progress") return element;
    const assessment = /** @type {Assessment | null} */ (conversation.assessment);
    this._beside ??= h("div", {
      class: "transcript-beside",
      role: "region",
      "aria-label": TEXTS.transcript,
      tabindex: "0",
    });
    if (element.parentElement !== this._beside) this._beside.append(element);
    return h("div", { class: "beside" }, assessmentView(assessment, { who, act }), this._beside);
  }

  /** What to show after a file was uploaded, which may be one of another session. @param {Uploaded} uploaded */
  _uploaded(uploaded) {
    const words = storedWords(uploaded);
    if (uploaded.session_id !== this._id)
      return [
        `${words} ${TEXTS.savedOther} `,
        h("a", { href: `recruiter.html?session=${uploaded.session_id}` }, TEXTS.savedElsewhere),
      ];
    this._poll.soon();
    return [`${words} ${TEXTS.savedStored}`];
  }

  /** Score, facts and actions. @param {ReviewerResults} results @param {Act} act */
  _summary(results, act) {
    const { session, counts } = results;
    const running = session.status === "in_progress";
    const timed = session.question_count > 0;
    const unfinished = timed && openWork(counts);
    return h(
      "section",
      { class: "card overview", "aria-label": TEXTS.score, "data-status": results.status },
      overview(results),
      h(
        "dl",
        { class: "facts" },
        facts(session, this._left).map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
      ),
      unfinished && h("div", { class: "notice warning" }, h("p", null, unfinished)),
      h(
        "footer",
        null,
        h(
          "div",
          { class: "row" },
          running &&
            timed &&
            actionButton("action-extend", TEXTS.extend, (button) => act(button, "extendTime"), { look: "" }),
          !running && timed && actionButton("action-reopen", TEXTS.reopen, (button) => act(button, "reopen")),
          !running &&
            timed &&
            counts.needs_review + counts.failed > 0 &&
            actionButton("action-retry", TEXTS.retry, (button) => act(button, "retry", null)),
        ),
        exportButtons(this._client, { session_id: session.id }),
      ),
    );
  }
}

/** When the open question's time is up, in milliseconds; null without one. @param {ReviewerResults} results */
function deadlineOf({ answers }) {
  const open = answers.find((one) => one.served_at && !one.closed_at);
  return open?.deadline_at ? Date.parse(open.deadline_at) : null;
}
