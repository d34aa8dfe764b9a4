// @ts-check
/**
 * One session in this tab. Starts or resumes it, keeps the lease alive, saves drafts, submits answers and reports what
 * happened. Renders nothing. The server makes every decision; this class follows it.
 *
 * `phase` is one of:
 * - `idle`: nothing has started
 * - `answering`: `question` is open in this tab
 * - `sending`: the answer is stored on the device and in transit; the receipt brings the next question
 * - `moved`: another tab or device holds the session; `text` is what was typed here
 * - `closed`: the session is over
 *
 * Events: `change` after any change; `question` when another question opens; `time-up` when the countdown reaches zero;
 * `tick` of the countdown; and `notice` with a `notice` for the user (listed in types.js).
 */
import { answerable } from "./answerable.js";
import { AnswerDraft } from "./answer-draft.js";
import { Countdown } from "./countdown.js";
import { Heartbeat } from "./heartbeat.js";
import { pause } from "./http.js";
import { NoticeEvent } from "./notices.js";
import { Outbox, outcome } from "./outbox.js";
import { clockWatch, watchPage } from "./page-life.js";
import { Problem, sessionView, unexpected, unreachable } from "./problems.js";
import { Views } from "./views.js";

/** Seconds before the deadline at which a heartbeat checks whether the deadline has moved. */
const LAST_LOOK_SECONDS = 3;
/** Seconds that an answer waits for a running heartbeat. */
const PATIENCE_SECONDS = 0.7;
/** If a last-moment answer is not acknowledged within these seconds, its text is also sent as a draft. */
const SECOND_WAY_SECONDS = 0.5;
/** After reconnecting, an answer gets this head start (seconds) before anything else is sent. */
const ANSWER_FIRST_SECONDS = 1;
/** How many times at most to fetch a view again because an answer has overtaken it. */
const VIEWS = 3;

/** @typedef {"idle" | "answering" | "sending" | "moved" | "closed"} Phase */
/** @typedef {import("./heartbeat.js").Beat & {question: any}} Beat */

export class Interview extends EventTarget {
  /**
   * @param {object} parts
   * @param {import("./client.js").Reprise} parts.client
   * @param {import("./tabs.js").Tabs} parts.tabs
   * @param {import("./store.js").DeviceStore} parts.store
   * @param {Outbox} [parts.outbox]
   */
  constructor({ client, tabs, store, outbox }) {
    super();
    this.client = client;
    this.tabs = tabs;
    this.outbox = outbox ?? new Outbox(client, store);
    this._ownOutbox = !outbox;
    this._store = store;
    /** @type {Phase} */
    this.phase = "idle";
    // Fields of the last view. All are null before the first view; `question` and `lease` also when there is none. The
    // types omit null because all three are set while `phase` is `answering` or `sending`.
    this.session = /** @type {import("./types.js").Session} */ (/** @type {any} */ (null));
    this._sessionId = "";
    this.question = /** @type {import("./types.js").Question} */ (/** @type {any} */ (null));
    this.lease = /** @type {import("./types.js").Lease} */ (/** @type {any} */ (null));
    /** @type {import("./types.js").Answer[]} */
    this.answers = [];
    /** Did the last request get no response? */
    this.offline = false;
    /** Was the last request refused because the user is signed out? */
    this.signedOut = false;
    /** Was the answer in transit submitted because the time ran out? */
    this.timeUp = false;
    this.countdown = new Countdown(client.clock);
    this._draft = new AnswerDraft({ store, userId: client.userId, onStored: () => this._changed() });
    /** @type {Heartbeat<Beat>} */
    this._heartbeat = new Heartbeat({
      client,
      next: () => this._nextBeat(),
      onAnswer: (answer, beat) => this._beaten(answer, beat),
      onProblem: (problem, beat) => this._beatFailed(problem, beat),
      earlier: (seconds) => this._beforeTheEnd(seconds),
    });
    this._views = new Views();
    /** How many times the session has moved to another tab or device. Views requested before a move are dropped. */
    this._moves = 0;
    /** Is the answer being put into the outbox? */
    this._handingIn = false;
    /** The local state is out of date, and the server could not be asked yet. */
    this._outdated = false;
    /** @type {Promise<void> | null} */
    this._refreshing = null;
    this._ending = new AbortController();
    this._listen();
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

  /** Does the text survive on this device if the tab ends? */
  get durable() {
    return this._store.durable;
  }

  /** Is the answer on its way into the outbox, but not stored there yet? */
  get handingIn() {
    return this._handingIn;
  }

  get _running() {
    return this.phase === "answering" || this.phase === "sending";
  }

  // User actions -------------------------------------------------------------------------------

  /**
   * Start a session. Throws the server's refusals: `session_in_progress` if another session must be resumed or replaced
   * with `start_over` (`fields.session` is an `ActiveSession`), `attempts_used_up`, `interview_not_found`, …; and
   * `no_answer` without a network.
   * @param {Omit<import("./types.js").StartBody, "client_id">} what
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

  /** Set the text of the answer. @param {string} text */
  type(text) {
    if (this.phase !== "answering" || !this._draft.type(text)) return;
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
  }

  /**
   * Submit the answer, unless it is empty. Resolves once it is stored on this device.
   * @param {{transcription?: {text: string, duration_seconds: number}}} [more] for a spoken answer
   */
  async submit({ transcription } = {}) {
    if (this.phase !== "answering" || this.excess || !this.text) return;
    await this._handIn(false, transcription && { transcription });
  }

  /**
   * Skip the current question if it cannot be answered (see `answerable`). The server records it as expired. Resolves
   * once the skip is stored on this device.
   */
  async skip() {
    if (this.phase !== "answering" || answerable(this.question)) return;
    await this._handIn(false, { answer: "", time_expired: true });
  }

  /**
   * Replace the text with the one of an `other-text` notice; the replaced text is offered in a new notice.
   * @param {Omit<import("./types.js").OtherTextNotice, "kind" | "session">} notice
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
    const body = { session_id: this.session.id, lease: this.lease.number, outcome };
    try {
      await this._adopt(sessionView(await this.client.finish(body)));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "lease_lost") await this._moved();
      else if (error.code === "session_closed") await this._refresh();
      else throw error;
    }
  }

  /** Save what can be saved, then stop for good; call it when leaving the page. */
  stop() {
    this._lastWords();
    this._ending.abort();
    this.phase = "idle";
    this._heartbeat.pause();
    this.countdown.stop();
    if (this._ownOutbox) this.outbox.close();
    if (this.session) this.tabs.leave(this.session.id);
  }

  // The server's view --------------------------------------------------------------------------

  /** @param {boolean} [takeover] */
  async _resume(takeover = false) {
    const body = { session_id: this._sessionId, client_id: this.tabs.clientId, takeover };
    for (let number = 1; ; number += 1) {
      const asked = this._moves;
      const view = sessionView(await this.client.resume(body), this._sessionId);
      // A takeover wins, regardless of what other tabs did meanwhile.
      const current = await this._adopt(view, takeover ? null : asked);
      if (view.expired?.length) this._notice({ kind: "expired", positions: view.expired });
      if (current || number === VIEWS) return;
    }
  }

  /**
   * Apply a view of the server. Resolves with false if an answer has arrived since the view was taken; fetch it again
   * then.
   * @param {any} view
   * @param {number | null} [asked] value of `_moves` when the view was requested; null: ignore moves
   * @returns {Promise<boolean>}
   */
  _adopt(view, asked = this._moves) {
    const gone = () => this._ending.signal.aborted || (asked !== null && asked !== this._moves);
    return this._views.inTurn(() => this._take(view, gone));
  }

  /**
   * @param {any} view
   * @param {() => boolean} gone did the session move to another tab or device meanwhile?
   */
  async _take(view, gone) {
    const { session, question, lease } = view;
    if (gone()) return true;
    this._outdated = false;
    const weight = this._views.weigh(view);
    if (weight !== "new") return weight === "old";
    this._contact(null);
    const before = this.session;
    this.session = session;
    this._sessionId = session.id;
    this.answers = view.answers;
    this.lease = lease;
    const over = session.status !== "in_progress";
    if (!over && (!lease || !question)) {
      await this._moved();
      return true;
    }
    const another = over || this.question?.position !== question.position;
    if (another) await this._lock();
    await this._handInLeftovers(view);
    if (over) {
      await this._close();
      return true;
    }
    if (gone()) return true;
    this.tabs.take(session.id);
    if (before && session.extra_time_percent > before.extra_time_percent) this._extraTime(session.extra_time_percent);
    const entry = await this.outbox.underWay(session.id, question.position, lease.number);
    if (gone() || (!entry && this._handingIn && !another)) return true;
    if (entry) await this._draft.close();
    else if (another || this.phase !== "answering") await this._readDraft(question, another, gone);
    if (gone()) {
      this._draft.letGo();
      return true;
    }
    if (entry) this._waitFor(question, entry);
    else this._open(question);
    if (another) this.dispatchEvent(new Event("question"));
    this._changed();
    return true;
  }

  /** The question is over: stop accepting text for it. */
  async _lock() {
    if (this.phase !== "answering") return;
    this.phase = "sending";
    this.timeUp = false;
    this._changed();
    await this._draft.write();
  }

  /** Open the question for answering. @param {any} question */
  _open(question) {
    this.question = question;
    this.phase = "answering";
    this.timeUp = false;
    this.countdown.set(question.deadline_at);
    this._heartbeat.plan(this._draft.unsaved ? 0 : this.lease.heartbeat_seconds);
  }

  /** @param {any} question @param {boolean} another than before @param {() => boolean} gone */
  async _readDraft(question, another, gone) {
    const { session, lease } = this;
    const offered = await this._draft.open(session.id, question, lease.number, { another, moved: this.phase === "moved" });
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
   * @param {any} question
   * @param {import("./store.js").Entry} entry
   */
  _waitFor(question, { body }) {
    this.question = question;
    this._draft.wait(body.answer, question.draft);
    this.phase = "sending";
    this.timeUp = body.time_expired;
    this.countdown.set(question.deadline_at);
    this._heartbeat.plan(this._pace);
    this.outbox.flush();
  }

  /**
   * Submit text typed here for questions that have closed, if it differs from their answers; it becomes late text.
   * @param {any} view
   */
  async _handInLeftovers(view) {
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
    this.phase = "closed";
    this.question = /** @type {any} */ (null);
    this._heartbeat.pause();
    this.countdown.stop();
    await this._draft.end(this.session.id);
    this.tabs.leave(this.session.id);
    this._changed();
  }

  /** Another tab or device has the lease: stop sending, keep the text. */
  async _moved() {
    this._moves += 1;
    if (this.phase === "moved" || this.phase === "closed") return;
    this.phase = "moved";
    this._outdated = false;
    this._heartbeat.pause();
    this.countdown.stop();
    await this._draft.leave();
    this._changed();
  }

  /** The local state differs from the server's: fetch it. */
  _refresh() {
    this._outdated = true;
    this._refreshing ??= this._askAgain().finally(() => (this._refreshing = null));
    return this._refreshing;
  }

  async _askAgain() {
    this._draft.write();
    try {
      await this._resume();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "live_elsewhere" || error.code === "session_in_progress") await this._moved();
      else this._trouble(error);
    }
  }

  // Heartbeats and drafts ----------------------------------------------------------------------

  /**
   * Bring a heartbeat forward: to shortly before the deadline, which may have been extended, or to the end of the grace
   * after it.
   * @param {number} seconds
   */
  _beforeTheEnd(seconds) {
    const left = this.phase === "answering" ? this.countdown.remaining : null;
    if (left === null) return seconds;
    if (left > LAST_LOOK_SECONDS) return Math.min(seconds, left - LAST_LOOK_SECONDS);
    return left > 0 ? seconds : Math.min(seconds, (this.question.grace_seconds ?? 0) + 0.5);
  }

  /**
   * Should the text be sent as a draft? This includes the text of an answer in transit, which may not arrive in time.
   * Not after the grace, when the draft would be stored beside its own answer.
   */
  get _draftDue() {
    const { deadline_at, grace_seconds = 0 } = this.question;
    if (!this._draft.unsaved || this._handingIn) return false;
    return this.phase === "answering" || !deadline_at || this.client.clock.secondsUntil(deadline_at) + grace_seconds > 0;
  }

  /** Seconds until the next heartbeat. */
  get _pace() {
    return this._draftDue ? Heartbeat.draftSeconds(this.lease) : this.lease.heartbeat_seconds;
  }

  /** @returns {Beat | null} */
  _nextBeat() {
    const { question, session, lease } = this;
    if (!this._running) return null;
    if (this._outdated) {
      this._refresh();
      return null;
    }
    const draft = this._draftDue ? this._draft.outgoing(question.position) : null;
    if (draft) this._changed();
    return { body: { session_id: session.id, lease: lease.number, draft: draft ?? undefined }, question };
  }

  /** @param {any} answer @param {Beat} beat */
  async _beaten(answer, { body: { draft }, question }) {
    if (typeof answer.status !== "string") throw unexpected();
    if (this.question !== question || !this._running) return;
    this._contact(null);
    this.lease = answer.lease ?? this.lease;
    const open = answer.status === "in_progress" && answer.position === question.position;
    if (this.phase === "sending") await this._beatenMeanwhile(answer, open, draft);
    else if (!open) await this._refresh();
    else this._draftSaved(answer, draft);
    this._changed();
  }

  /**
   * Handle a heartbeat's response while an answer is in transit. The outbox reports the outcome of the answer; if the
   * outbox no longer has it, the server is asked.
   * @param {any} answer
   * @param {boolean} open
   * @param {{position: number, text: string}} [draft]
   */
  async _beatenMeanwhile(answer, open, draft) {
    // The draft of a closed question was stored beside the answer, unless it equals the answer.
    if (open || draft) this._draft.arrived(draft, answer.draft_saved_at);
    if (open) this._timeMoved(answer);
    this._heartbeat.plan(this._pace);
    const { position } = this.question;
    if (!this._handingIn && !(await this.outbox.find(this.session.id, position)) && this.phase === "sending") await this._refresh();
  }

  /** @param {any} answer @param {{position: number, text: string}} [draft] */
  _draftSaved(answer, draft) {
    this._draft.arrived(draft, answer.draft_saved_at);
    this._timeMoved(answer);
    this._heartbeat.plan(this._pace);
  }

  /** Apply a moved deadline. @param {any} answer a heartbeat's response */
  _timeMoved(answer) {
    if (answer.extra_time_percent > this.session.extra_time_percent) {
      this.session = { ...this.session, extra_time_percent: answer.extra_time_percent };
      this._extraTime(answer.extra_time_percent);
    }
    if (answer.deadline_at !== this.question.deadline_at) {
      this.question.deadline_at = answer.deadline_at;
      this.countdown.set(answer.deadline_at);
    }
  }

  /** @param {Problem} problem @param {Beat} beat */
  async _beatFailed(problem, { body: { draft }, question }) {
    if (this.question !== question || !this._running) return;
    if (draft) this._draft.failed(draft, problem);
    if (problem.code === "lease_lost") await this._moved();
    else if (problem.code === "session_closed" || problem.code === "position_ahead") await this._refresh();
    else this._trouble(problem);
  }

  /** Handle a problem that only a retry may solve. @param {Problem} problem */
  _trouble(problem) {
    this._contact(problem);
    if (problem.repeatable || this.signedOut) this._heartbeat.retry(problem);
    else {
      this._notice({ kind: "problem", problem });
      this._heartbeat.plan(this.lease?.heartbeat_seconds ?? 30);
    }
    this._changed();
  }

  /** Record what the last request says about the connection. @param {any} problem null: it succeeded */
  _contact(problem) {
    this.offline = unreachable(problem);
    this.signedOut = problem?.code === "not_authenticated";
  }

  // Submitting ---------------------------------------------------------------------------------

  /** @param {boolean} timeUp @param {object} [more] */
  async _handIn(timeUp, more) {
    const { text, question, session, lease } = this;
    this._handingIn = true;
    this.phase = "sending";
    this.timeUp = timeUp;
    this._heartbeat.pause();
    this._changed();
    this._draft.write();
    try {
      // A draft that arrives after the answer would be stored beside it as late text.
      if (timeUp) await Promise.race([this._lookAtTheClock(), pause(Math.min(PATIENCE_SECONDS, (question.grace_seconds ?? 0) / 3))]);
      else if (this._heartbeat.underWay) await Promise.race([this._heartbeat.underWay, pause(PATIENCE_SECONDS)]);
      if (timeUp && this.question === question && this.countdown.goesOn()) return this._goOn();
      await this.outbox.put({
        session_id: session.id,
        position: question.position,
        answer: text,
        lease: lease.number,
        time_expired: timeUp,
        ...more,
      });
      // The outbox has the text from here on.
      await this._draft.handedIn(question.position);
    } finally {
      this._handingIn = false;
    }
    // A last-moment answer leaves little time for its text to arrive as a draft.
    if (this.phase === "sending") this._heartbeat.plan(timeUp && this._draftDue ? SECOND_WAY_SECONDS : this._pace);
    this._changed();
  }

  /** Check with the server whether the time is up. */
  async _lookAtTheClock() {
    await this._heartbeat.underWay;
    if (!this.countdown.remaining) await this._heartbeat.beat();
  }

  /** There is time left after all: reopen the question. */
  _goOn() {
    if (this.phase !== "sending") return;
    this.phase = "answering";
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
    if (type === "delivered") {
      this._views.arrived(position, view);
      if (this._running && (ours || view.session.position > this.question.position)) {
        await (view.lease || view.session.status !== "in_progress" ? this._adopt(view) : this._refresh());
      }
    } else if (type === "kept" || type === "refused") {
      if (problem?.code === "lease_lost" && lease >= (this.lease?.number ?? 0)) await this._moved();
      else if (ours) await this._takeBack(entry, type === "refused" && problem?.kept === undefined);
    } else if (type === "early" && ours) {
      await this._refresh();
    } else if (type === "waiting") {
      this._contact(problem);
      if (problem?.code === "position_ahead" && ours) await this._refresh();
      if (problem?.code === "too_fast" && ours) this._notice({ kind: "too-fast", seconds: problem.retry_after_seconds });
    }
    this._changed();
  }

  /**
   * Handle an answer that was not accepted. If its question is still open, the text returns to the field.
   * @param {import("./store.js").Entry} entry
   * @param {boolean} open
   */
  async _takeBack({ body }, open) {
    if (open) await this._draft.giveBack(body);
    await this._refresh();
  }

  // ---------------------------------------------------------------------------------------------

  _listen() {
    const { signal } = this._ending;
    const clockJumped = clockWatch(this.client.clock);
    this.countdown.addEventListener("tick", () => {
      this.dispatchEvent(new Event("tick"));
      // The device slept or its clock was set. Either way the server has the right time.
      if (clockJumped()) this._soon();
    });
    this.countdown.addEventListener("zero", () => {
      if (this.phase !== "answering") return;
      this.dispatchEvent(new Event("time-up"));
      this._handIn(true);
    });
    for (const type of ["delivered", "kept", "refused", "cut", "early", "waiting"]) {
      this.outbox.addEventListener(
        type,
        (event) => {
          const told = /** @type {import("./outbox.js").OutboxEvent} */ (event);
          if (told.entry.body.session_id === this._sessionId) this._delivered(told);
        },
        { signal },
      );
    }
    this.tabs.addEventListener(
      "taken",
      (event) => {
        if (/** @type {any} */ (event).sessionId === this.session?.id) this._moved();
      },
      { signal },
    );
    watchPage({ onBack: () => this._soon(), onOffline: () => this._unplugged(), onLeaving: () => this._lastWords() }, signal);
  }

  /** The network is back, or the user returned to the page: send a heartbeat, which also brings the time. */
  _soon() {
    if (!this._running) return;
    if (this.phase === "answering") return this._heartbeat.soon();
    // The answer goes first. Its text as a draft is the fallback, and would be a second late text beside a late answer.
    this._heartbeat.pause();
    this._heartbeat.plan(ANSWER_FIRST_SECONDS);
  }

  _unplugged() {
    if (!this._running) return;
    this.offline = true;
    this._changed();
  }

  /** The page is hidden or closing. */
  _lastWords() {
    if (!this._running) return;
    if (this._draftDue) this._heartbeat.lastWords();
    this._draft.write();
  }

  /** @param {number} percent */
  _extraTime(percent) {
    this._notice({ kind: "extra-time", percent });
  }

  /** @param {import("./notices.js").Notice} notice */
  _notice(notice) {
    this.dispatchEvent(new NoticeEvent(notice));
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {number} excess */
function notSaved(excess) {
  const detail = excess
    ? "Your text is too long to be handed in. Please shorten it first; nothing has been finished."
    : "The server does not have your last words yet. They are kept here; please try again in a moment.";
  return new Problem({ code: "not_saved", detail });
}
