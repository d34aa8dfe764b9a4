// @ts-check
/**
 * Which question is open in this tab: applies the server's views, restores the text of a question that opens here, and
 * submits texts of questions that have closed.
 *
 * Events: those of `LiveSession`; `question` when another question opens; and `notice`.
 */
import { AnswerDraft } from "./answer-draft.js";
import { Countdown } from "./countdown.js";
import { Heartbeat } from "./heartbeat.js";
import { LiveSession, UNSET } from "./live-session.js";
import { NoticeEvent } from "./notices.js";
import { Outbox } from "./outbox.js";
import { questionPhase } from "./phases.js";
import { forgetView, storedView, storeView } from "./stored-view.js";
import { creditedTime, extraTime } from "./time-notices.js";
import { ViewOrder } from "./view-order.js";

/** @import { Answer, Break, Notice, Question, Session, SessionView } from "../types.js" */

/** How many times at most to fetch a view again because an answer has overtaken it. */
const VIEWS = 3;

/** @typedef {import("./phases.js").QuestionPhase} Phase */

/** @extends {LiveSession<Phase>} */
export class QuestionFlow extends LiveSession {
  /**
   * @param {object} parts
   * @param {import("../http/client.js").Reprise} parts.client
   * @param {import("./tabs.js").Tabs} parts.tabs
   * @param {import("../storage/device-store.js").DeviceStore} parts.store
   * @param {Outbox} [parts.outbox]
   */
  constructor({ client, tabs, store, outbox }) {
    super({ client, tabs, store }, questionPhase);
    this.outbox = outbox ?? new Outbox(client, store);
    /** Null without an open question. @type {Question} */
    this.question = UNSET;
    /** @type {Answer[]} */
    this.answers = [];
    /** Was the answer in transit submitted because the time ran out? */
    this.timeUp = false;
    /** What the session may still spend on breaks; 0 allows none. */
    this.breakSecondsLeft = 0;
    /** The countdown of the open question, or of the break. */
    this.countdown = new Countdown(client.clock);
    this._draft = new AnswerDraft({ store, userId: client.userId, onStored: () => this._changed() });
    this._viewOrder = new ViewOrder();
    /** How many times the session has moved to another tab or device. Views requested before a move are dropped. */
    this._moves = 0;
    /** Is the answer being put into the outbox? */
    this._submitting = false;
    /** The local state is out of date, and the server could not be asked yet. */
    this._outdated = false;
    /** @type {Promise<void> | null} */
    this._refreshing = null;
  }

  /**
   * Should the text be sent as a draft? This includes the text of an answer in transit, which may not arrive in time.
   * Not after the grace, when the draft would be stored beside its own answer.
   */
  get _draftDue() {
    const { deadline_at, grace_seconds = 0 } = this.question;
    if (!this._draft.unsaved || this._submitting) return false;
    return (
      this.phase === "answering" || !deadline_at || this.client.clock.secondsUntil(deadline_at) + grace_seconds > 0
    );
  }

  /** Seconds until the next heartbeat. */
  get _pace() {
    return this._draftDue ? Heartbeat.draftSeconds(this.lease) : this.lease.heartbeat_seconds;
  }

  // The server's view --------------------------------------------------------------------------

  /** @override @param {boolean} [takeover] */
  async _resume(takeover = false) {
    for (let number = 1; ; number += 1) {
      const asked = this._moves;
      const view = await this._fetch(takeover);
      // A takeover wins, regardless of what other tabs did meanwhile.
      const current = await this._adopt(view, takeover ? null : asked);
      if (view.expired?.length) this._notice({ kind: "expired", positions: view.expired });
      if (current || number === VIEWS) return;
    }
  }

  /** @override @returns {Promise<void>} */
  _refresh() {
    this._outdated = true;
    this._refreshing ??= this._fetchAgain().finally(() => {
      this._refreshing = null;
    });
    return this._refreshing;
  }

  /** @override */
  _fetchAgain() {
    this._draft.write();
    return super._fetchAgain();
  }

  /**
   * Apply a view of the server. Resolves with false if an answer has arrived since the view was taken; fetch it again
   * then.
   * @override
   * @param {SessionView} view
   * @param {number | null} [asked] value of `_moves` when the view was requested; null: ignore moves
   * @returns {Promise<boolean>}
   */
  _adopt(view, asked = this._moves) {
    const gone = () => this._ending.signal.aborted || (asked !== null && asked !== this._moves);
    return this._viewOrder.inTurn(async () => {
      if (gone()) return true;
      this._outdated = false;
      const order = this._viewOrder.classify(view);
      if (order === "new") await this._take(view, gone);
      return order !== "overtaken";
    });
  }

  /**
   * @param {SessionView} view the newest one
   * @param {() => boolean} gone did the session move to another tab or device meanwhile?
   */
  async _take(view, gone) {
    const { session, question, lease } = view;
    this._contact(null);
    const before = this.session;
    this.session = session;
    this._sessionId = session.id;
    this.answers = view.answers;
    this.lease = lease ?? UNSET;
    this.breakSecondsLeft = view.break_seconds_left;
    if (session.status !== "in_progress") {
      await this._supersede();
      await this._submitLeftovers(view);
      await this._close();
    } else if (lease && view.break) {
      await this._supersede();
      await this._submitLeftovers(view);
      if (!gone()) this._rest(view.break);
    } else if (!lease || !question) {
      await this._moved();
    } else {
      const another = this.question?.position !== question.position;
      if (another) await this._supersede();
      await this._submitLeftovers(view);
      if (gone()) return;
      this.tabs.take(session.id);
      this._noticeTime(before, session.extra_time_percent, question, another ? null : this.question);
      await this._show(question, another, gone);
    }
  }

  /**
   * Show a question: for answering, or with its answer if that is in transit.
   * @param {Question} question
   * @param {boolean} another than before
   * @param {() => boolean} gone
   */
  async _show(question, another, gone) {
    const entry = await this.outbox.underWay(this.session.id, question.position, this.lease.number);
    if (gone() || (!entry && this._submitting && !another)) return;
    if (entry) await this._draft.close();
    else if (another || this.phase !== "answering") await this._readDraft(question, another, gone);
    if (gone()) {
      this._draft.release();
      return;
    }
    if (entry) this._waitFor(question, entry);
    else this._open(question);
    if (another) this.dispatchEvent(new Event("question"));
    this._changed();
  }

  /** Count the break down, and keep the lease. `question` stays the one before it. @param {Break} pause */
  _rest({ until }) {
    this._enter("rested");
    this.timeUp = false;
    this.countdown.set(until);
    forgetView();
    this._heartbeat.plan(this.lease.heartbeat_seconds);
    this._changed();
  }

  /** The question is over: stop accepting text for it. */
  async _supersede() {
    if (!this._enter("superseded")) return;
    this.timeUp = false;
    this._changed();
    await this._draft.write();
  }

  /**
   * Show the open question as this tab knew it before it was reloaded. Resolves with false if the tab does not know it.
   * The server's view replaces it with the next contact.
   * @param {string} sessionId
   */
  async _restore(sessionId) {
    const stored = storedView(this.client.userId, sessionId);
    if (!stored) return false;
    const { session, lease, question, answers, ahead } = stored;
    this.client.clock.assume(ahead);
    await this._viewOrder.inTurn(async () => {
      Object.assign(this, { session, lease, answers, _sessionId: session.id });
      this.tabs.take(session.id);
      await this._show(question, true, () => this._ending.signal.aborted);
    });
    this.offline = true;
    this._outdated = true;
    this._heartbeat.plan(0);
    this._changed();
    return true;
  }

  /** Let this tab show the question again if it is reloaded without a network. */
  _storeView() {
    const { session, lease, question, answers, client } = this;
    storeView(client.userId, { session, lease, question, answers, ahead: client.clock.ahead });
  }

  /** Open the question for answering. @param {Question} question */
  _open(question) {
    this.question = question;
    this._enter("opened");
    this.timeUp = false;
    this.countdown.set(question.deadline_at);
    this._storeView();
    this._heartbeat.plan(this._draft.unsaved ? 0 : this.lease.heartbeat_seconds);
  }

  /** @param {Question} question @param {boolean} another than before @param {() => boolean} gone */
  async _readDraft(question, another, gone) {
    const { session, lease } = this;
    const offered = await this._draft.open(session.id, question, lease.number, {
      another,
      moved: this.phase === "moved",
    });
    // A selected option is not worth recovering: no typed text would be lost.
    if (offered && question.kind !== "mcq" && !gone()) await this._offer(offered.text, question.position, offered.kept);
  }

  /**
   * Offer a text that differs from the one in the field, and store it on this device until the user has seen it.
   * @param {string} text
   * @param {number} [position]
   * @param {boolean} [kept] the server has it, too
   */
  async _offer(text, position = this.question.position, kept = false) {
    const session = this.session.id;
    const body = { session_id: session, position, answer: text, lease: this.lease.number, time_expired: false };
    const entry = kept ? null : await this.outbox.setAside(body);
    // Overwrite the stored draft, so that it is not offered again.
    await this._draft.write();
    this._notice({ kind: "other-text", session, position, text, entry });
  }

  /**
   * Show a question whose answer was submitted earlier and is still in transit.
   * @param {Question} question
   * @param {import("../storage/device-store.js").Entry} entry
   */
  _waitFor(question, { body }) {
    this.question = question;
    this._draft.wait(body.answer, question.draft);
    this._enter("awaited");
    this.timeUp = body.time_expired;
    this.countdown.set(question.deadline_at);
    this._storeView();
    this._heartbeat.plan(this._pace);
    this.outbox.flush();
  }

  /**
   * Submit text typed here for questions that have closed, if it differs from their answers; it becomes late text.
   * @param {SessionView} view
   */
  async _submitLeftovers(view) {
    const { session, lease } = view;
    await this._draft.leftovers(view, (draft) =>
      this.outbox.put({
        session_id: session.id,
        position: draft.position,
        answer: draft.text,
        lease: lease?.number ?? draft.lease,
        time_expired: true,
      }),
    );
  }

  async _close() {
    this._enter("closed");
    this.question = UNSET;
    this._heartbeat.pause();
    this.countdown.stop();
    forgetView();
    await this._draft.end(this.session.id);
    this.tabs.leave(this.session.id);
    this._changed();
  }

  /** @override */
  _moved() {
    this._moves += 1;
    return super._moved();
  }

  /** @override */
  _leave() {
    this._outdated = false;
    this.countdown.stop();
    forgetView();
    return this._draft.leave();
  }

  /**
   * Report time that was given since, to the session or to the open question.
   * @param {Session | undefined} before
   * @param {number} percent
   * @param {import("./time-notices.js").Credited} now
   * @param {Question | null} known the same question earlier; null if this tab did not know it
   */
  _noticeTime(before, percent, now, known) {
    const notice = extraTime(before, percent) ?? creditedTime(now, known);
    if (notice) this._notice(notice);
  }

  /** @param {Notice} notice */
  _notice(notice) {
    this.dispatchEvent(new NoticeEvent(notice));
  }
}
