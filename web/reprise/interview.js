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
 * `tick` of the countdown; and `notice` with a `notice` to tell the person:
 * `{kind: "late", position, seconds}`, `{kind: "kept", position, code}`, `{kind: "not-kept", position, text, code}`,
 * `{kind: "cut", position, text}`, `{kind: "expired", positions}`, `{kind: "extra-time", percent}`,
 * `{kind: "other-text", position, text, entry}`, `{kind: "too-fast", seconds}`, `{kind: "problem", problem}`.
 */
import { Countdown } from "./countdown.js";
import { Drafts } from "./drafts.js";
import { Heartbeat } from "./heartbeat.js";
import { pause } from "./http.js";
import { ANSWER_BYTES, Outbox, fitting, outcome } from "./outbox.js";
import { Problem, sessionView, unexpected, unreachable } from "./problems.js";

/** Seconds before its end at which a question asks once more how long it lasts. */
const LAST_LOOK_SECONDS = 3;
/** How long an answer waits for a heartbeat that is under way. */
const PATIENCE_SECONDS = 0.7;
/** How often a view is asked for again that an answer has overtaken. */
const VIEWS = 3;

/** @typedef {"idle" | "answering" | "sending" | "moved" | "closed"} Phase */
/** @typedef {import("./heartbeat.js").Beat & {question: any}} Beat */

export class NoticeEvent extends Event {
  /** @param {Record<string, any> & {kind: string}} notice */
  constructor(notice) {
    super("notice");
    this.notice = notice;
  }
}

export class Interview extends EventTarget {
  /**
   * @param {object} parts
   * @param {import("./client.js").Reprise} parts.client
   * @param {import("./tabs.js").Tabs} parts.tabs
   * @param {import("./store.js").DeviceStore} parts.store
   * @param {Outbox} [parts.outbox]
   */
  constructor({ client, tabs, store, outbox = new Outbox(client, store) }) {
    super();
    this.client = client;
    this.tabs = tabs;
    this.outbox = outbox;
    this._store = store;
    /** @type {Phase} */
    this.phase = "idle";
    /** @type {any} */
    this.session = null;
    this._sessionId = "";
    /** @type {any} */
    this.question = null;
    /** @type {any} */
    this.lease = null;
    /** @type {any[]} */
    this.answers = [];
    this.text = "";
    /** Where the text is: `empty`, `typing`, `device`, `saving`, `saved`. */
    this.saved = "empty";
    /** When the server last saved a draft of this question, RFC 3339. @type {string | null} */
    this.savedAt = null;
    /** Did the last contact get no answer? */
    this.offline = false;
    /** Was the last contact refused because nobody is signed in any more? */
    this.signedOut = false;
    /** Is the answer under way because the time ran out? */
    this.timeUp = false;
    this.countdown = new Countdown(client.clock);
    this._drafts = new Drafts(store, client.userId, (durable) => this._stored(durable));
    /** The draft the server has; null when that is not known. @type {string | null} */
    this._serverText = "";
    /** @type {Heartbeat<Beat>} */
    this._heartbeat = new Heartbeat({
      client,
      next: () => this._nextBeat(),
      onAnswer: (answer, beat) => this._beaten(answer, beat),
      onProblem: (problem, beat) => this._beatFailed(problem, beat),
      earlier: (seconds) => this._beforeTheEnd(seconds),
    });
    this._drift = Date.now() - client.clock.monotonic();
    /** Views are taken one after the other. @type {Promise<unknown>} */
    this._taking = Promise.resolve();
    /** The server's time of the view that was taken last. */
    this._asOf = -Infinity;
    /** The last question whose answer is known to have arrived, and the server's time by which it had. */
    this._arrived = { position: -1, at: -Infinity };
    /** The answer is being put into the outbox. */
    this._handingIn = false;
    /** What is shown is out of date, and the server could not be asked yet. */
    this._outdated = false;
    /** @type {Promise<void> | null} */
    this._refreshing = null;
    this._ending = new AbortController();
    this._listen();
  }

  /** By how many bytes the text is too long to be stored; 0 when it fits. */
  get excess() {
    return this.text === fitting(this.text) ? 0 : new Blob([this.text]).size - ANSWER_BYTES;
  }

  /** Does this device keep what is written, even if the tab ends? */
  get durable() {
    return this._store.durable;
  }

  get _running() {
    return this.phase === "answering" || this.phase === "sending";
  }

  /** Is there something to save? Of a text that is too long its beginning is saved. */
  get _unsaved() {
    return fitting(this.text) !== this._serverText;
  }

  // What a person does -------------------------------------------------------------------------

  /**
   * Begin a session.
   * @param {object} what `{session_id, interview_id | practice, start_over?}`
   */
  async start(what) {
    const view = sessionView(await this.client.start({ client_id: this.tabs.clientId, ...what }));
    this._sessionId = view.session.id;
    await this._adopt(view);
  }

  /**
   * Go on with a session.
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
    const storable = withoutFragments(text);
    if (this.phase !== "answering" || storable === this.text) return;
    this.text = storable;
    this._drafts.type(storable);
    this.saved = "typing";
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
  }

  /**
   * Hand the answer in. Resolves when it is safe on this device.
   * @param {{transcription?: {text: string, duration_seconds: number}}} [more] of a spoken answer
   */
  async submit({ transcription } = {}) {
    if (this.phase !== "answering" || this.excess) return;
    await this._handIn(false, transcription && { transcription });
  }

  /**
   * Put the text of an `other-text` notice into the place of what is written, which is then offered in its turn.
   * @param {Record<string, any>} notice
   */
  async useInstead({ position, text, entry }) {
    if (this.phase !== "answering" || this.question.position !== position) return;
    const before = this.text;
    this.type(text);
    await this._drafts.write();
    if (entry) await this.outbox.forget(entry);
    if (before) await this._offer(before);
  }

  /**
   * End the session before its last question. Throws `not_saved` while the server does not have what is written.
   * @param {"completed" | "cancelled"} outcome
   */
  async finish(outcome) {
    await this._heartbeat.underWay;
    if (this.phase === "answering" && this._unsaved) await this._heartbeat.beat();
    if (!this._running) return;
    if (this.phase === "sending" || this.excess || this._unsaved) throw notSaved(this.excess);
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

  /** Leave the page: save what can be saved, stop everything. */
  stop() {
    this._ending.abort();
    this._heartbeat.pause();
    this.countdown.stop();
    if (this.session) this.tabs.leave(this.session.id);
  }

  // The server's view --------------------------------------------------------------------------

  /** @param {boolean} [takeover] */
  async _resume(takeover = false) {
    const body = { session_id: this._sessionId, client_id: this.tabs.clientId, takeover };
    for (let number = 1; ; number += 1) {
      const view = sessionView(await this.client.resume(body), this._sessionId);
      const current = await this._adopt(view);
      if (view.expired?.length) this._notice({ kind: "expired", positions: view.expired });
      if (current || number === VIEWS) return;
    }
  }

  /**
   * Show what the server says; false when an answer has arrived since it said so, and it has to be asked again.
   * @param {any} view
   * @returns {Promise<boolean>}
   */
  _adopt(view) {
    const taken = this._taking.then(() => this._take(view));
    this._taking = taken.catch(() => {});
    return taken;
  }

  /** @param {any} view */
  async _take(view) {
    const { session, question, lease } = view;
    const at = Date.parse(view.server_time);
    this._outdated = false;
    if (at < this._asOf) return true;
    if (question && question.position <= this._arrived.position && at < this._arrived.at) return false;
    this._asOf = at;
    this._reached();
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
    this.tabs.take(session.id);
    if (before && session.extra_time_percent > before.extra_time_percent) this._extraTime(session.extra_time_percent);
    const entry = await this.outbox.underWay(session.id, question.position, lease.number);
    if (entry) await this._waitFor(question, entry);
    else if (this._handingIn && !another) return true;
    else await this._open(question, another);
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
    await this._drafts.write();
  }

  /**
   * The question is to be answered here.
   * @param {any} question
   * @param {boolean} another than before
   */
  async _open(question, another) {
    if (another || this.phase !== "answering") await this._readDraft(question, another);
    this.question = question;
    this.phase = "answering";
    this.timeUp = false;
    this.countdown.set(question.deadline_at);
    this._heartbeat.plan(this._unsaved ? 0 : this.lease.heartbeat_seconds);
  }

  /** @param {any} question @param {boolean} another */
  async _readDraft(question, another) {
    // What was on this screen when another tab or device took over.
    const mine = this.phase === "moved" && !another && this._unsaved ? this.text : null;
    if (another) await this._drafts.close();
    const { text, other, kept } = await this._drafts.open(this.session.id, question, this.lease.number);
    this.text = text;
    this._serverText = question.draft ?? "";
    this.savedAt = null;
    this.saved = !text ? "empty" : this._unsaved ? "device" : "saved";
    const offered = other ?? (mine && !text.includes(mine) ? mine : null);
    // One option of several has nothing in it that could be lost.
    if (offered && question.kind !== "mcq") await this._offer(offered, question.position, kept);
  }

  /**
   * A text that is not the one in the field, for somebody to look at; kept on this device until they have.
   * @param {string} text
   * @param {number} [position]
   * @param {boolean} [kept] the server has it, too
   */
  async _offer(text, position = this.question.position, kept = false) {
    const body = { session_id: this.session.id, position, answer: text, lease: this.lease.number, time_expired: false };
    const entry = kept ? null : await this.outbox.setAside(body);
    // Not to be found again as this device's draft.
    await this._drafts.write();
    this._notice({ kind: "other-text", position, text, entry });
  }

  /**
   * The question has its answer, which was given before and is still on its way.
   * @param {any} question
   * @param {import("./store.js").Entry} entry
   */
  async _waitFor(question, { body }) {
    await this._drafts.close();
    this.question = question;
    this.text = body.answer;
    this.phase = "sending";
    this.timeUp = body.time_expired;
    this.countdown.set(question.deadline_at);
    this._heartbeat.plan(this.lease.heartbeat_seconds);
    this.outbox.flush();
  }

  /** What was typed here for questions that have closed, and is not their answer: hand it in, late as it is. @param {any} view */
  async _handInLeftovers({ session, question, answers, lease }) {
    const open = question?.position ?? null;
    for (const draft of await this._drafts.takeLeftovers(session.id, open, answers)) {
      await this.outbox.put({
        session_id: session.id,
        position: draft.position,
        answer: draft.text,
        lease: lease?.number ?? draft.lease,
        time_expired: true,
      });
    }
    await this._drafts.forgetOthers(session.id, open);
  }

  async _close() {
    this.phase = "closed";
    this.question = null;
    this._heartbeat.pause();
    this.countdown.stop();
    await this._drafts.close();
    await this._drafts.forgetOthers(this.session.id, null);
    this.tabs.leave(this.session.id);
    this._changed();
  }

  /** The lease is elsewhere: send nothing more, keep the text. */
  async _moved() {
    if (this.phase === "moved" || this.phase === "closed") return;
    this.phase = "moved";
    this._outdated = false;
    this._heartbeat.pause();
    this.countdown.stop();
    await this._drafts.leave();
    this._changed();
  }

  /** What is shown is not what the server has: ask. */
  _refresh() {
    this._outdated = true;
    this._refreshing ??= this._askAgain().finally(() => (this._refreshing = null));
    return this._refreshing;
  }

  async _askAgain() {
    this._drafts.write();
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

  /** @returns {Beat | null} */
  _nextBeat() {
    const { phase, question, session, lease } = this;
    if (!this._running) return null;
    if (this._outdated) {
      this._refresh();
      return null;
    }
    const draft = phase === "answering" && this._unsaved ? { position: question.position, text: fitting(this.text) } : undefined;
    if (draft && this._drafts.current) {
      this._drafts.current.sent = draft.text;
      this.saved = "saving";
      this._changed();
    }
    return { body: { session_id: session.id, lease: lease.number, draft }, question };
  }

  /** @param {any} answer @param {Beat} beat */
  async _beaten(answer, { body: { draft }, question }) {
    if (typeof answer.status !== "string") throw unexpected();
    if (this.question !== question || !this._running) return;
    this._reached();
    this.lease = answer.lease ?? this.lease;
    const open = answer.status === "in_progress" && answer.position === question.position;
    if (this.phase === "sending") await this._beatenMeanwhile(answer, open);
    else if (!open) await this._refresh();
    else this._draftSaved(answer, draft);
    this._changed();
  }

  /**
   * While an answer is under way it is the outbox that says how it went; where that has nothing any more, the server does.
   * @param {any} answer
   * @param {boolean} open
   */
  async _beatenMeanwhile(answer, open) {
    if (open) this._timeMoved(answer);
    this._heartbeat.plan(this.lease.heartbeat_seconds);
    const { position } = this.question;
    if (!this._handingIn && !(await this.outbox.find(this.session.id, position)) && this.phase === "sending") await this._refresh();
  }

  /** @param {any} answer @param {{position: number, text: string}} [draft] */
  _draftSaved(answer, draft) {
    if (draft) {
      this._serverText = draft.text;
      this.savedAt = answer.draft_saved_at;
      if (this._drafts.current?.position === draft.position) {
        this._drafts.current.saved = draft.text;
        this._drafts.write();
      }
    }
    this.saved = this._unsaved ? "typing" : this.text || this.savedAt ? "saved" : "empty";
    this._timeMoved(answer);
    this._heartbeat.plan(this._unsaved ? Heartbeat.draftSeconds(this.lease) : this.lease.heartbeat_seconds);
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
    if (draft) {
      if (this.saved === "saving") this.saved = "device";
      // It may have arrived all the same, or still be on its way.
      if (problem.repeatable) this._serverText = null;
      if (problem.kept && this._drafts.current?.position === draft.position) this._drafts.current.kept = draft.text;
    }
    if (problem.code === "lease_lost") await this._moved();
    else if (problem.code === "session_closed" || problem.code === "position_ahead") await this._refresh();
    else this._trouble(problem);
  }

  /** Nothing that could be done about it but to try again. @param {Problem} problem */
  _trouble(problem) {
    this.offline = unreachable(problem);
    this.signedOut = problem.code === "not_authenticated";
    if (problem.repeatable || this.signedOut) this._heartbeat.retry(problem);
    else {
      this._notice({ kind: "problem", problem });
      this._heartbeat.plan(this.lease?.heartbeat_seconds ?? 30);
    }
    this._changed();
  }

  _reached() {
    this.offline = false;
    this.signedOut = false;
  }

  /** @param {boolean} durable */
  _stored(durable) {
    if (this.saved === "typing" && durable) this.saved = "device";
    this._changed();
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
    this._drafts.write();
    try {
      // A draft that arrived after the answer would be kept beside it, as if somebody had typed it too late.
      if (timeUp) await Promise.race([this._lookAtTheClock(), pause(Math.min(PATIENCE_SECONDS, (question.grace_seconds ?? 0) / 3))]);
      else if (this._heartbeat.underWay) await Promise.race([this._heartbeat.underWay, pause(PATIENCE_SECONDS)]);
      if (timeUp && this.question === question && (this.countdown.remaining ?? 0) > 0) return this._goOn();
      await this.outbox.put({
        session_id: session.id,
        position: question.position,
        answer: text,
        lease: lease.number,
        time_expired: timeUp,
        ...more,
      });
      // From here on the outbox has the text.
      if (this._drafts.current?.position === question.position) await this._drafts.close();
    } finally {
      this._handingIn = false;
    }
    if (this.phase === "sending") this._heartbeat.plan(lease.heartbeat_seconds);
    this._changed();
  }

  /** Is the time up for the server, too? */
  async _lookAtTheClock() {
    await this._heartbeat.underWay;
    if (!this.countdown.remaining) await this._heartbeat.beat();
  }

  /** Somebody has given more time: the question goes on. */
  _goOn() {
    if (this.phase !== "sending") return;
    this.phase = "answering";
    this.timeUp = false;
    this._heartbeat.plan(this._unsaved ? 0 : this.lease.heartbeat_seconds);
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
      const at = Date.parse(view.server_time);
      if (position > this._arrived.position) this._arrived = { position, at };
      if (this._running && (ours || view.session.position > this.question.position)) {
        await (view.lease || view.session.status !== "in_progress" ? this._adopt(view) : this._refresh());
      }
    } else if (type === "kept" || type === "refused") {
      if (problem?.code === "lease_lost" && lease >= (this.lease?.number ?? 0)) await this._moved();
      else if (ours) await this._takeBack(entry, type === "refused" && problem?.kept === undefined);
    } else if (type === "early" && ours) {
      await this._refresh();
    } else if (type === "waiting") {
      this.offline = unreachable(problem);
      this.signedOut = problem?.code === "not_authenticated";
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
  async _takeBack({ body: { session_id, position, answer, lease } }, open) {
    if (open) await this._drafts.giveBack(session_id, position, answer, lease);
    await this._refresh();
  }

  // ---------------------------------------------------------------------------------------------

  _listen() {
    const { signal } = this._ending;
    this.countdown.addEventListener("tick", () => {
      this.dispatchEvent(new Event("tick"));
      this._watchClocks();
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
    globalThis.addEventListener("online", () => this._soon(), { signal });
    globalThis.addEventListener("offline", () => this._unplugged(), { signal });
    globalThis.addEventListener("pagehide", () => this._lastWords(), { signal });
    globalThis.document?.addEventListener(
      "visibilitychange",
      () => (document.visibilityState === "hidden" ? this._lastWords() : this._soon()),
      { signal },
    );
  }

  /** The network or the person is back: say so to the server, and learn the time. */
  _soon() {
    if (this._running) this._heartbeat.soon();
  }

  /** The device slept, or its clock was set: either way the server knows what time it is. */
  _watchClocks() {
    const drift = Date.now() - this.client.clock.monotonic();
    if (Math.abs(drift - this._drift) < 1500) return;
    this._drift = drift;
    this._soon();
  }

  _unplugged() {
    if (!this._running) return;
    this.offline = true;
    this._changed();
  }

  /** The page is hidden or goes away. */
  _lastWords() {
    if (this.phase !== "answering") return;
    if (this._unsaved) this._heartbeat.lastWords(this.text);
    this._drafts.write();
  }

  /** @param {number} percent */
  _extraTime(percent) {
    this._notice({ kind: "extra-time", percent });
  }

  /** @param {Record<string, any> & {kind: string}} notice */
  _notice(notice) {
    this.dispatchEvent(new NoticeEvent(notice));
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * A text as the server can store it: without NUL, and without halves of characters, which come from broken clipboards.
 * @param {string} text
 */
function withoutFragments(text) {
  return text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** @param {number} excess */
function notSaved(excess) {
  const detail = excess
    ? "Your text is too long to be handed in. Please shorten it first; nothing has been finished."
    : "The server does not have your last words yet. They are kept here; please try again in a moment.";
  return new Problem({ code: "not_saved", detail });
}
