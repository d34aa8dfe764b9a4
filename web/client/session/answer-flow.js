// @ts-check
/**
 * From a typed answer to its receipt: saves the text as a draft with each heartbeat, submits the answer when the user or
 * the countdown says so, and follows it until the outbox reports its outcome.
 *
 * Events: those of `QuestionFlow`; `time-up` when the countdown reaches zero; and `tick` of the countdown.
 */
import { pause } from "../http/http.js";
import { unexpected } from "../http/problems.js";
import { outcome } from "./notices.js";
import { clockWatch } from "./page-events.js";
import { QuestionFlow } from "./question-flow.js";

/** @import { Beaten, Draft, Submitted } from "../types.js" */

/** Seconds before the deadline at which a heartbeat checks whether the deadline has moved. */
const LAST_LOOK_SECONDS = 3;
/** Seconds that an answer waits for a running heartbeat. */
const PATIENCE_SECONDS = 0.7;
/** If a last-moment answer is not acknowledged within these seconds, its text is also sent as a draft. */
const SECOND_WAY_SECONDS = 0.5;
/** After reconnecting, an answer gets this head start (seconds) before anything else is sent. */
const ANSWER_FIRST_SECONDS = 1;

/** @typedef {import("./live-session.js").Beat} Beat */
/** @typedef {import("../http/problems.js").Problem} Problem */

export class AnswerFlow extends QuestionFlow {
  /** @param {ConstructorParameters<typeof QuestionFlow>[0]} parts */
  constructor(parts) {
    super(parts);
    this._listen();
  }

  // Heartbeats and drafts ----------------------------------------------------------------------

  /**
   * Bring a heartbeat forward: to shortly before the deadline, which may have been extended, or to the end of the grace
   * after it.
   * @override
   * @param {number} seconds
   */
  _shortened(seconds) {
    const left = this.phase === "answering" ? this.countdown.remaining : null;
    if (left === null) return seconds;
    if (left > LAST_LOOK_SECONDS) return Math.min(seconds, left - LAST_LOOK_SECONDS);
    return left > 0 ? seconds : Math.min(seconds, (this.question.grace_seconds ?? 0) + 0.5);
  }

  /** @override @returns {Beat | null} */
  _nextBeat() {
    const { question } = this;
    if (!this._running) return null;
    if (this._outdated) {
      this._refresh();
      return null;
    }
    const draft = this._draftDue ? this._draft.outgoing(question.position) : null;
    if (draft) this._changed();
    return { body: { ...this._hold, draft: draft ?? undefined }, question };
  }

  /** @override @param {Beaten} response @param {Beat} beat */
  async _beaten(response, { body: { draft }, question }) {
    if (typeof response.status !== "string") throw unexpected();
    if (this.question !== question || !this._running) return;
    this._contact(null);
    this.lease = response.lease ?? this.lease;
    const open = response.status === "in_progress" && response.position === question.position;
    if (this.phase === "resting") await this._beatenOnBreak(response);
    else if (this.phase === "sending") await this._beatenMeanwhile(response, open, draft);
    else if (!open) await this._refresh();
    else this._draftSaved(response, draft);
    this._changed();
  }

  /**
   * Handle a heartbeat's response while an answer is in transit. The outbox reports the outcome of the answer; if the
   * outbox no longer has it, the server is asked.
   * @param {Beaten} response
   * @param {boolean} open
   * @param {Draft} [draft]
   */
  async _beatenMeanwhile(response, open, draft) {
    // The draft of a closed question was stored as a late text, unless it equals the answer.
    if (open || draft) this._draft.arrived(draft, response.draft_saved_at);
    if (open) this._timeMoved(response);
    this._heartbeat.plan(this._pace);
    const { position } = this.question;
    if (!this._submitting && !(await this.outbox.find(this.session.id, position)) && this.phase === "sending")
      await this._refresh();
  }

  /** The next question is open if the break is over. @param {Beaten} response */
  async _beatenOnBreak({ status, position, deadline_at }) {
    if (status !== "in_progress" || position !== this.session.position || deadline_at) await this._refresh();
    else this._heartbeat.plan(this.lease.heartbeat_seconds);
  }

  /** @param {Beaten} response @param {Draft} [draft] */
  _draftSaved(response, draft) {
    this._draft.arrived(draft, response.draft_saved_at);
    this._timeMoved(response);
    this._heartbeat.plan(this._pace);
  }

  /** Apply a moved deadline. @param {Beaten} response a heartbeat's response about the open question */
  _timeMoved(response) {
    const { extra_time_percent: percent } = response;
    this._noticeTime(this.session, percent, response, this.question);
    if (percent > this.session.extra_time_percent) this.session = { ...this.session, extra_time_percent: percent };
    if (response.deadline_at !== this.question.deadline_at) {
      this.question.time_credits = response.time_credits;
      this.question.deadline_at = response.deadline_at;
      this.countdown.set(response.deadline_at);
      this._storeView();
    }
  }

  /** @override @param {Problem} problem @param {Beat} beat */
  async _beatFailed(problem, { body: { draft }, question }) {
    if (this.question !== question || !this._running) return;
    if (draft) this._draft.failed(draft, problem);
    if (await this._lost(problem)) return;
    if (problem.code === "position_ahead") await this._refresh();
    else this._trouble(problem);
  }

  /** Handle a problem that only a retry may solve. @override @param {Problem} problem */
  _trouble(problem) {
    this._contact(problem);
    if (problem.repeatable || this.signedOut) this._heartbeat.retry(problem);
    else {
      this._notice({ kind: "problem", problem });
      this._heartbeat.plan(this.lease?.heartbeat_seconds ?? 30);
    }
    this._changed();
  }

  // Submitting ---------------------------------------------------------------------------------

  /** @param {boolean} timeUp @param {object} [more] */
  async _submit(timeUp, more) {
    const { question, session, lease } = this;
    const { text } = this._draft;
    this._submitting = true;
    this._enter("submitted");
    this.timeUp = timeUp;
    this._heartbeat.pause();
    this._changed();
    this._draft.write();
    try {
      // A draft that arrives after the answer would be stored beside it as late text.
      if (timeUp)
        await Promise.race([
          this._checkDeadline(),
          pause(Math.min(PATIENCE_SECONDS, (question.grace_seconds ?? 0) / 3)),
        ]);
      else if (this._heartbeat.underWay) await Promise.race([this._heartbeat.underWay, pause(PATIENCE_SECONDS)]);
      if (timeUp && this.question === question && this.countdown.continues()) return this._reopen();
      await this.outbox.put({
        session_id: session.id,
        position: question.position,
        answer: text,
        lease: lease.number,
        time_expired: timeUp,
        ...more,
      });
      // The outbox has the text from here on.
      await this._draft.submitted(question.position);
    } finally {
      this._submitting = false;
    }
    // A last-moment answer leaves little time for its text to arrive as a draft.
    if (this.phase === "sending") this._heartbeat.plan(timeUp && this._draftDue ? SECOND_WAY_SECONDS : this._pace);
    this._changed();
  }

  /** Check with the server whether the time is up. */
  async _checkDeadline() {
    await this._heartbeat.underWay;
    if (!this.countdown.remaining) await this._heartbeat.beat();
  }

  /** There is time left after all: reopen the question. */
  _reopen() {
    if (!this._enter("reopened")) return;
    this.timeUp = false;
    this._heartbeat.plan(this._draft.unsaved ? 0 : this.lease.heartbeat_seconds);
    this._changed();
  }

  /** @param {import("./outbox.js").OutboxEvent} event */
  async _delivered({ type, entry, view, problem }) {
    const { position, answer, lease } = entry.body;
    const ours = this.phase === "sending" && this.question?.position === position;
    const notice = outcome(type, entry, view, problem);
    // A text that is already the stored answer needs no notice.
    const stored = type === "kept" && this.answers.some((one) => one.position === position && one.answer === answer);
    if (notice && !stored) this._notice(notice);
    if (type === "delivered" && view) {
      this._viewOrder.arrived(position, view);
      if (this._running && (ours || view.session.position > this.question.position))
        await this._adoptAfter(entry, view);
    } else if (type === "kept" || type === "refused") {
      if (problem?.code === "lease_lost" && lease >= (this.lease?.number ?? 0)) await this._moved();
      else if (ours) await this._restoreDraft(entry, type === "refused" && problem?.kept === undefined);
    } else if (type === "early" && ours) {
      await this._refresh();
    } else if (type === "waiting") {
      this._contact(problem);
      if (problem?.code === "position_ahead" && ours) await this._refresh();
      if (problem?.code === "too_fast" && ours)
        this._notice({ kind: "too-fast", seconds: problem.retry_after_seconds });
    }
    this._changed();
  }

  /**
   * Apply the state that came with a receipt. It has no answers: if one is unknown here, the server is asked.
   * @param {import("../storage/device-store.js").Entry} entry
   * @param {Submitted} view
   */
  async _adoptAfter({ body: { position, answer } }, view) {
    const { session, lease, receipt } = view;
    const answers = this.answers.filter((one) => one.position !== position);
    if (view.is_answer && receipt)
      answers.push({ position, answer, source: view.late ? "draft" : "submitted", receipt, transcription: null });
    const complete = answers.length >= session.position;
    await (complete && (lease || session.status !== "in_progress")
      ? this._adopt({ ...view, answers })
      : this._refresh());
  }

  /**
   * Handle an answer that was not accepted. If its question is still open, the text returns to the field.
   * @param {import("../storage/device-store.js").Entry} entry
   * @param {boolean} open
   */
  async _restoreDraft({ body }, open) {
    if (open) await this._draft.restore(body);
    await this._refresh();
  }

  // Page and outbox ----------------------------------------------------------------------------

  _listen() {
    const { signal } = this._ending;
    const clockJumped = clockWatch(this.client.clock);
    this.countdown.addEventListener("tick", () => {
      this.dispatchEvent(new Event("tick"));
      // The device slept or its clock was set. Either way the server has the right time.
      if (clockJumped()) this._soon();
    });
    this.countdown.addEventListener("zero", () => {
      if (this.phase === "resting") this._refresh();
      if (this.phase !== "answering") return;
      this.dispatchEvent(new Event("time-up"));
      this._submit(true);
    });
    const onOutbox = (/** @type {Event} */ event) => {
      const reported = /** @type {import("./outbox.js").OutboxEvent} */ (event);
      if (reported.entry.body.session_id === this._sessionId) this._delivered(reported);
    };
    for (const type of ["delivered", "kept", "refused", "cut", "early", "waiting"]) {
      this.outbox.addEventListener(type, onOutbox, { signal });
    }
  }

  /** @override */
  _soon() {
    if (!this._running) return;
    if (this.phase === "answering") {
      this._heartbeat.soon();
      return;
    }
    // The answer goes first. Its text as a draft is the fallback, and would be a second late text beside a late answer.
    this._heartbeat.pause();
    this._heartbeat.plan(ANSWER_FIRST_SECONDS);
  }

  /** @override */
  _saveBeforeLeaving() {
    if (!this._running) return;
    if (this._draftDue) this._heartbeat.beatBeforeLeaving();
    this._draft.write();
  }
}
