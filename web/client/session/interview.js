// @ts-check
/**
 * One session in this tab. Starts or resumes it, keeps the lease alive, saves drafts, submits answers and reports what
 * happened. Renders nothing. The server makes every decision; this class follows it.
 *
 * This module has what a front end reads and calls. answer-flow.js takes an answer to its receipt, question-flow.js
 * applies the server's views, live-session.js has what conversations have, too.
 *
 * `phase` is `idle`, `answering`, `sending`, `resting`, `moved` or `closed` (see phases.js).
 *
 * Events: `change` after any change; `question` when another question opens; `time-up` when the countdown reaches zero;
 * `tick` of the countdown; and `notice` with a `notice` for the user (listed in types.js).
 */
import { Problem, sessionView } from "../http/problems.js";
import { AnswerFlow } from "./answer-flow.js";
import { answerable } from "./answerable.js";
import { Heartbeat } from "./heartbeat.js";
import { sealedFile } from "./sealed-file.js";

/** @import { OtherTextNotice, StartBody } from "../types.js" */

/** @typedef {import("./phases.js").QuestionPhase} Phase */

export class Interview extends AnswerFlow {
  /** @param {ConstructorParameters<typeof AnswerFlow>[0]} parts without an `outbox`, the session creates its own */
  constructor(parts) {
    super(parts);
    this._ownOutbox = !parts.outbox;
  }

  /** The text for the question, or the text that was submitted. */
  get text() {
    return this._draft.text;
  }

  /** Where the text is stored: `empty`, `typing`, `device`, `saving`, `saved`. */
  get saved() {
    return this._draft.saved;
  }

  /** When the server last saved a draft of this question, RFC 3339; null if it has not. */
  get savedAt() {
    return this._draft.savedAt;
  }

  /** How many characters the text exceeds the limit by; 0 if it fits. */
  get excess() {
    return this._draft.excess;
  }

  /** Is there text that the server does not have yet, as far as this tab knows? */
  get unsent() {
    return this.phase === "sending" || (this.phase === "answering" && this.text !== "" && this._draft.unsaved);
  }

  /** Is the answer on its way into the outbox, but not stored there yet? */
  get submitting() {
    return this._submitting;
  }

  /** Does the session have a next question, and time left for a break before it? */
  get mayRest() {
    return this.breakSecondsLeft >= 1 && this.question.position < this.session.question_count - 1;
  }

  // User actions -------------------------------------------------------------------------------

  /**
   * Start a session. Throws the server's refusals: `session_in_progress` if another session must be resumed or replaced
   * with `start_over` (`fields.session` is an `ActiveSession`), `attempts_used_up`, `interview_not_found`, …; and
   * `no_answer` without a network.
   * @param {Omit<StartBody, "client_id">} what
   */
  async start(what) {
    const view = sessionView(await this.client.start({ client_id: this.tabs.clientId, ...what }));
    this._sessionId = view.session.id;
    await this._adopt(view);
  }

  /**
   * Resume a session. Throws the server's refusals: `live_elsewhere` if another tab or device holds it and `takeover`
   * is false, `session_in_progress` if another session is live, `no_session` if the user has no such session.
   * @param {string} sessionId
   * @param {{takeover?: boolean}} [options]
   */
  async resume(sessionId, { takeover = false } = {}) {
    this._sessionId = sessionId;
    // Send answers of an earlier visit first: resuming changes the lease, which would make theirs stale.
    this.outbox.flush();
    await this.outbox.settled(sessionId, 3);
    await this._resume(takeover);
  }

  /**
   * Show the open question of a session that ran in this tab before its reload, if the server cannot be reached. The
   * text typed here is restored and can be edited and submitted; answers wait in the outbox. Resolves with false if this
   * tab does not know the question.
   * @param {string} sessionId
   */
  async resumeFromDevice(sessionId) {
    this.outbox.flush();
    return this._restore(sessionId);
  }

  /** Set the text of the answer. @param {string} text */
  type(text) {
    if (this.phase !== "answering" || !this._draft.type(text)) return;
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
  }

  /**
   * Submit the answer, unless it is empty. Resolves once it is stored on this device.
   * @param {object} [more]
   * @param {{text: string, duration_seconds: number}} [more.transcription] for a spoken answer
   * @param {boolean} [more.rest] take a break before the next question, if there is time left for one (see `mayRest`)
   */
  async submit({ transcription, rest } = {}) {
    if (this.phase !== "answering" || this.excess || !this.text) return;
    await this._submit(false, { ...(transcription && { transcription }), ...(rest && { serve_next: false }) });
  }

  /** End the break: the next question opens, and its clock starts. */
  async endBreak() {
    if (this.phase === "resting") await this._refresh();
  }

  /**
   * Skip the current question if it cannot be answered (see `answerable`). The server stores the saved draft, or an empty answer. Resolves
   * once the skip is stored on this device.
   */
  async skip() {
    if (this.phase !== "answering" || answerable(this.question)) return;
    await this._submit(false, { answer: "", time_expired: true });
  }

  /**
   * What the server may not have of this session, as an encrypted file for `uploadSealedFile`, from any device and at any
   * time. Works without a network. Resolves with null if there is nothing, or the server has no key for files.
   */
  async sealedFile() {
    await this._draft.write();
    return sealedFile(this.client, this._store, this.session.id);
  }

  /**
   * Replace the text with the one of an `other-text` notice; the replaced text is offered in a new notice.
   * @param {Omit<OtherTextNotice, "kind" | "session">} notice
   * @returns {Promise<boolean>} false: its question is not open here, and nothing changed
   */
  async useInstead({ position, text, entry }) {
    if (this.phase !== "answering" || this.question.position !== position) return false;
    const before = this.text;
    this.type(text);
    await this._draft.write();
    if (entry) await this.outbox.forget(entry);
    if (before) await this._offer(before);
    return true;
  }

  /**
   * End the session before its last question. Throws `not_saved` while the server does not have the current text.
   * @param {"completed" | "cancelled"} outcome
   */
  async finish(outcome) {
    await this._heartbeat.underWay;
    if (this.phase === "answering" && this._draft.unsaved) await this._heartbeat.beat();
    if (!this._running) return;
    if (this.phase === "sending" || this.excess || this._draft.unsaved) throw notSaved(this.excess);
    await this._finish(outcome);
  }

  /** Save what can be saved, then stop for good; call it when leaving the page. @override */
  stop() {
    super.stop();
    this.countdown.stop();
    if (this._ownOutbox) this.outbox.close();
  }
}

/** @param {number} excess */
function notSaved(excess) {
  const detail = excess
    ? "Your text is too long to be submitted. Please shorten it first; the session was not finished."
    : "The server does not have your latest text yet. It is stored on this device; please try again in a moment.";
  return new Problem({ code: "not_saved", detail });
}
