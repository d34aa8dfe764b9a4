// @ts-check
/** An interview or a practice session as state. Begins it, or continues it, with the first subscriber. */
import { Interview } from "../session/interview.js";
import { openInterview } from "../session/opening.js";
import { OPENING, SessionStore } from "./session-store.js";

/** @import { Answer, Notice, OtherTextNotice, Question } from "../types.js" */

/**
 * - `opening`: nothing is known yet
 * - `blocked`: another session, tab or device is in the way, see `blockedBy`
 * - `failed`: it could not be opened, see `problem`
 * - the others are the phases of `Interview`
 * @typedef {"opening" | "blocked" | "failed" | "answering" | "sending" | "resting" | "moved" | "closed"} InterviewPhase
 */

/**
 * @typedef {object} InterviewFields
 * @property {InterviewPhase} phase
 * @property {Question | null} question the open one; while `resting`, the one before
 * @property {string} text the answer in the field
 * @property {string} saved where the text is stored: `empty`, `typing`, `device`, `saving` or `saved`
 * @property {string | null} savedAt when the server saved it
 * @property {number} excess how many characters the text exceeds the limit by
 * @property {number | null} secondsLeft of the question or the break, whole seconds; null without a time limit
 * @property {boolean} mayRest can `submit({ rest: true })` take a break?
 * @property {Answer[]} answers with their receipts
 * @property {readonly Notice[]} notices what to tell the user, until `dismiss`
 */
/** @typedef {InterviewFields & import("./session-store.js").Opening} InterviewState */

/** @type {InterviewState} */
export const INTERVIEW_OPENING = {
  ...OPENING,
  phase: "opening",
  question: null,
  text: "",
  saved: "empty",
  savedAt: null,
  excess: 0,
  secondsLeft: null,
  mayRest: false,
  answers: [],
  notices: [],
};

/** @extends {SessionStore<Interview, InterviewState>} */
export class InterviewStore extends SessionStore {
  /**
   * @param {import("../http/client.js").Reprise} client with the `userId` of the signed-in user
   * @param {import("../session/opening.js").QuestionsToOpen} what
   */
  constructor(client, what) {
    super(client, INTERVIEW_OPENING, ["change", "question", "tick"]);
    this._what = what;
    /** @type {readonly Notice[]} */
    this._notices = [];
  }

  /** Set the text of the answer. @param {string} text */
  type(text) {
    this.live?.type(text);
  }

  /** Submit the answer. @param {Parameters<Interview["submit"]>[0]} [more] */
  async submit(more) {
    await this.live?.submit(more);
  }

  /** Skip a question that cannot be answered (see `answerable`). */
  async skip() {
    await this.live?.skip();
  }

  /** End the break. */
  async endBreak() {
    await this.live?.endBreak();
  }

  /** End the session before its last question. Throws a `Problem`. @param {"completed" | "cancelled"} outcome */
  async finish(outcome) {
    await this.live?.finish(outcome);
  }

  /** Replace the text with the one of an `other-text` notice. @param {OtherTextNotice} notice */
  async takeOther(notice) {
    // biome-ignore lint/correctness/useHookAtTopLevel: a method of the session, not a hook
    if (await this.live?.useInstead(notice)) this.dismiss(notice);
  }

  /** The user has seen a notice. @param {Notice} notice */
  dismiss(notice) {
    this._notices = this._notices.filter((one) => one !== notice);
    this._read();
  }

  /** @override @param {ConstructorParameters<typeof Interview>[0]} parts */
  _make(parts) {
    const interview = new Interview(parts);
    this._notices = [];
    interview.addEventListener("notice", (event) => {
      this._notices = [...this._notices, /** @type {import("../session/notices.js").NoticeEvent} */ (event).notice];
      this._read();
    });
    return interview;
  }

  /** @override @param {Interview} interview @param {import("../session/opening.js").OpenOptions} options */
  _openLive(interview, options) {
    return openInterview(interview, this._what, options);
  }

  /** @override @param {Interview} interview */
  _stateOf(interview) {
    const { question, text, saved, savedAt, excess, answers, countdown } = interview;
    const { remaining } = countdown;
    return {
      question: question ?? null,
      text,
      saved,
      savedAt,
      excess,
      answers,
      notices: this._notices,
      secondsLeft: remaining === null ? null : Math.ceil(remaining),
      mayRest: question ? interview.mayRest : false,
    };
  }
}
