// @ts-check
/**
 * One session in this tab: starts or resumes it, keeps the lease alive, saves what is typed, hands answers in, and says
 * what happened. Draws nothing. The server decides everything; this follows.
 *
 * `phase` says where things stand:
 * - `idle`: nothing begun
 * - `answering`: `question` is open here
 * - `sending`: the answer is kept and on its way; the next question comes with the receipt
 * - `moved`: another tab or device has the session; `text` is what was typed here
 * - `closed`: the session is over
 *
 * Events: `change` after anything changed; `question` when another question is open; `time-up` when the time ran out here;
 * `tick` of the countdown; and `notice` with a `notice` to tell the person (types.js says which there are).
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

/** Seconds before its end at which a question asks once more how long it lasts. */
const LAST_LOOK_SECONDS = 3;
/** How long an answer waits for a heartbeat that is under way. */
const PATIENCE_SECONDS = 0.7;
/** After so long a last-moment answer that has not arrived takes a second way, as a draft. */
const SECOND_WAY_SECONDS = 0.5;
/** So long an answer goes alone when the network is back. */
const ANSWER_FIRST_SECONDS = 1;
/** How often a view is asked for again that an answer has overtaken. */
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
    // What a view has brought. Null before the first one; the question and the lease also when there is none (any more). The types
    // leave that out: while `phase` is `answering` or `sending` all three are there.
    this.session = /** @type {import("./types.js").Session} */ (/** @type {any} */ (null));
    this._sessionId = "";
    this.question = /** @type {import("./types.js").Question} */ (/** @type {any} */ (null));
    this.lease = /** @type {import("./types.js").Lease} */ (/** @type {any} */ (null));
    /** @type {import("./types.js").Answer[]} */
    this.answers = [];
    /** Did the last contact get no answer? */
    this.offline = false;
    /** Was the last contact refused because nobody is signed in any more? */
    this.signedOut = false;
    /** Is the answer under way because the time ran out? */
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
    /** How often the session went to another tab or device: what was asked for before that shows nothing any more. */
    this._moves = 0;
    /** The answer is being put into the outbox. */
    this._handingIn = false;
    /** What is shown is out of date, and the server could not be asked yet. */
    this._outdated = false;
    /** @type {Promise<void> | null} */
    this._refreshing = null;
    this._ending = new AbortController();
    this._listen();
  }

  /** What is written for the question, or was when it was handed in. */
  get text() {
    return this._draft.text;
  }

  /** Where the text is: `empty`, `typing`, `device`, `saving`, `saved`. */
  get saved() {
    return this._draft.saved;
  }

  /** When the server last saved a draft of this question, RFC 3339; null when it has not. */
  get savedAt() {
    return this._draft.savedAt;
  }

  /** By how many characters the text is too long to be stored; 0 when it fits. */
  get excess() {
    return this._draft.excess;
  }

  /** Does this device keep what is written, even if the tab ends? */
  get durable() {
    return this._store.durable;
  }

  /** Is the answer on its way into the outbox, and not safe there yet? */
  get handingIn() {
    return this._handingIn;
  }

  get _running() {
    return this.phase === "answering" || this.phase === "sending";
  }

  // What a person does -------------------------------------------------------------------------

  /**
   * Begin a session. Throws what the server refuses: `session_in_progress` when there is one to resume first, or to `start_over`
   * (`fields.session` is an `ActiveSession`); `attempts_used_up`, `interview_not_found`, …; `no_answer` without a network.
   * @param {Omit<import("./types.js").StartBody, "client_id">} what
   */
  async start(what) {
    const view = sessionView(await this.client.start({ client_id: this.tabs.clientId, ...what }));
    this._sessionId = view.session.id;
    await this._adopt(view);
  }

  /**
   * Go on with a session. Throws what the server refuses: `live_elsewhere` when another tab or device has it and `takeover` is not said;
   * `session_in_progress` when another session is live; `no_session` when there is none of this person.
   * @param {string} sessionId
   * @param {{takeover?: boolean}} [options]
   */
  async resume(sessionId, { takeover = false } = {}) {
    this._sessionId = sessionId;
    // Answers of an earlier visit go first, under the lease they were given with: afterwards they would be stale.
    this.outbox.flush();
    await this.outbox.settled(sessionId, 3);
    await this._resume(takeover);
  }

  /** The text of the answer changed. @param {string} text */
  type(text) {
    if (this.phase !== "answering" || !this._draft.type(text)) return;
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
  }

  /**
   * Hand the answer in, if there is one. Resolves when it is safe on this device.
   * @param {{transcription?: {text: string, duration_seconds: number}}} [more] of a spoken answer
   */
  async submit({ transcription } = {}) {
    if (this.phase !== "answering" || this.excess || !this.text) return;
    await this._handIn(false, transcription && { transcription });
  }

  /**
   * Go on without an answer where the current question cannot be answered (`answerable`). The server stores it as one whose time ran out.
   * Resolves when that is safe on this device.
   */
  async skip() {
    if (this.phase !== "answering" || answerable(this.question)) return;
    await this._handIn(false, { answer: "", time_expired: true });
  }

  /**
   * Put the text of an `other-text` notice into the place of what is written, which is then offered in its turn.
   * @param {Omit<import("./types.js").OtherTextNotice, "kind" | "session">} notice
   * @returns {Promise<boolean>} false: its question is not open here, and nothing was changed
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
   * End the session before its last question. Throws `not_saved` while the server does not have what is written.
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

  /** Leave the page: save what can be saved, stop everything, for good. */
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
      // Whoever takes the session over has it, whatever other tabs did meanwhile.
      const current = await this._adopt(view, takeover ? null : asked);
      if (view.expired?.length) this._notice({ kind: "expired", positions: view.expired });
      if (current || number === VIEWS) return;
    }
  }

  /**
   * Show what the server says; false when an answer has arrived since it said so, and it has to be asked again.
   * @param {any} view
   * @param {number | null} [asked] how often the session had moved when it was asked for; null: that does not matter
   * @returns {Promise<boolean>}
   */
  _adopt(view, asked = this._moves) {
    const gone = () => this._ending.signal.aborted || (asked !== null && asked !== this._moves);
    return this._views.inTurn(() => this._take(view, gone));
  }

  /**
   * @param {any} view
   * @param {() => boolean} gone has the session moved to another tab or device meanwhile?
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

  /** The question is over: from here on nothing can be typed for it. */
  async _lock() {
    if (this.phase !== "answering") return;
    this.phase = "sending";
    this.timeUp = false;
    this._changed();
    await this._draft.write();
  }

  /** The question is to be answered here. @param {any} question */
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
    // One option of several has nothing in it that could be lost.
    if (offered && question.kind !== "mcq" && !gone()) await this._offer(offered.text, question.position, offered.kept);
  }

  /**
   * A text that is not the one in the field, for somebody to look at; kept on this device until they have.
   * @param {string} text
   * @param {number} [position]
   * @param {boolean} [kept] the server has it, too
   */
  async _offer(text, position = this.question.position, kept = false) {
    const session = this.session.id;
    const body = { session_id: session, position, answer: text, lease: this.lease.number, time_expired: false };
    const entry = kept ? null : await this.outbox.setAside(body);
    // Not to be found again as this device's draft.
    await this._draft.write();
    this._notice({ kind: "other-text", session, position, text, entry });
  }

  /**
   * The question has its answer, which was given before and is still on its way.
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

  /** What was typed here for questions that have closed, and is not their answer: hand it in, late as it is. @param {any} view */
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

  /** The lease is elsewhere: send nothing more, keep the text. */
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

  /** What is shown is not what the server has: ask. */
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

  // Signs of life and drafts -------------------------------------------------------------------

  /**
   * Once shortly before the time runs out, because somebody may have given more of it; and once after the grace that follows.
   * @param {number} seconds
   */
  _beforeTheEnd(seconds) {
    const left = this.phase === "answering" ? this.countdown.remaining : null;
    if (left === null) return seconds;
    if (left > LAST_LOOK_SECONDS) return Math.min(seconds, left - LAST_LOOK_SECONDS);
    return left > 0 ? seconds : Math.min(seconds, (this.question.grace_seconds ?? 0) + 0.5);
  }

  /**
   * Should the server have the text as a draft? Also that of an answer on its way, which may not arrive in time; but not too late,
   * when it would be kept beside its answer.
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
   * While an answer is under way it is the outbox that says how it went; where that has nothing any more, the server does.
   * @param {any} answer
   * @param {boolean} open
   * @param {{position: number, text: string}} [draft]
   */
  async _beatenMeanwhile(answer, open, draft) {
    // Of a question that is over the server has put it beside the answer, unless it is the answer.
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

  /** @param {any} answer to a heartbeat */
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

  /** Nothing that could be done about it but to try again. @param {Problem} problem */
  _trouble(problem) {
    this._contact(problem);
    if (problem.repeatable || this.signedOut) this._heartbeat.retry(problem);
    else {
      this._notice({ kind: "problem", problem });
      this._heartbeat.plan(this.lease?.heartbeat_seconds ?? 30);
    }
    this._changed();
  }

  /** What the last contact with the server says about the connection. @param {any} problem null when all went well */
  _contact(problem) {
    this.offline = unreachable(problem);
    this.signedOut = problem?.code === "not_authenticated";
  }

  // Handing in ---------------------------------------------------------------------------------

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
      // A draft that arrived after the answer would be kept beside it, as if somebody had typed it too late.
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
      // From here on the outbox has the text.
      await this._draft.handedIn(question.position);
    } finally {
      this._handingIn = false;
    }
    // An answer at the last moment has little time left to arrive as a draft.
    if (this.phase === "sending") this._heartbeat.plan(timeUp && this._draftDue ? SECOND_WAY_SECONDS : this._pace);
    this._changed();
  }

  /** Is the time up for the server, too? */
  async _lookAtTheClock() {
    await this._heartbeat.underWay;
    if (!this.countdown.remaining) await this._heartbeat.beat();
  }

  /** There is time left after all: the question goes on. */
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
    // What is stored already is kept nowhere else.
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
   * The answer was not taken. Where that was not because its question is over, it is in the field again.
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
      // The device slept, or its clock was set: either way the server knows what time it is.
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

  /** The network or the person is back: say so to the server, and learn the time. */
  _soon() {
    if (!this._running) return;
    if (this.phase === "answering") return this._heartbeat.soon();
    // The answer goes first: its text as a draft is the second way, and beside a late answer it would be one text too many.
    this._heartbeat.pause();
    this._heartbeat.plan(ANSWER_FIRST_SECONDS);
  }

  _unplugged() {
    if (!this._running) return;
    this.offline = true;
    this._changed();
  }

  /** The page is hidden or goes away. */
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
