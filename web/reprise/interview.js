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
 * `{kind: "expired", positions}`, `{kind: "extra-time", percent}`, `{kind: "other-text", position, text}`,
 * `{kind: "problem", problem}`.
 */
import { Countdown } from "./countdown.js";
import { Drafts } from "./drafts.js";
import { backoff, pause } from "./http.js";
import { Outbox, outcome } from "./outbox.js";
import { NO_ANSWER, Problem } from "./problems.js";

/** Bytes a request may have that outlives its page; the browsers' own limit is 64 KiB for all of them together. */
const KEEPALIVE_BYTES = 60_000;
/** Bytes of UTF-8 an answer may have. */
const ANSWER_BYTES = 65_536;

/** @typedef {"idle" | "answering" | "sending" | "moved" | "closed"} Phase */

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
    this._beatTimer = 0;
    this._beatAt = Infinity;
    /** The heartbeat under way. @type {Promise<void> | null} */
    this._inFlight = null;
    this._failures = 0;
    this._drift = Date.now() - client.clock.monotonic();
    this._serverText = "";
    this._ending = new AbortController();
    this._listen();
  }

  /** By how many bytes the text is too long to be stored; 0 when it fits. */
  get excess() {
    // Three bytes are the most that one unit of a JavaScript string needs.
    return this.text.length * 3 <= ANSWER_BYTES ? 0 : Math.max(0, new Blob([this.text]).size - ANSWER_BYTES);
  }

  // What a person does -------------------------------------------------------------------------

  /**
   * Begin a session.
   * @param {object} what `{session_id, interview_id | practice, start_over?}`
   */
  async start(what) {
    await this._adopt(await this.client.start({ client_id: this.tabs.clientId, ...what }));
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
    const body = { session_id: sessionId, client_id: this.tabs.clientId, takeover };
    const view = await this.client.resume(body);
    await this._handInLeftovers(view);
    await this._adopt(view);
    if (view.expired?.length) this._notice({ kind: "expired", positions: view.expired });
  }

  /** The text of the answer changed. @param {string} text */
  type(text) {
    if (this.phase !== "answering" || text === this.text) return;
    this.text = text;
    this._drafts.type(text);
    this.saved = "typing";
    this._plan(this._draftSeconds());
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
   * End the session before its last question.
   * @param {"completed" | "cancelled"} outcome
   */
  async finish(outcome) {
    await this._inFlight;
    if (this.text !== this._serverText) await this._beat();
    const body = { session_id: this.session.id, lease: this.lease.number, outcome };
    await this._adopt(await this.client.finish(body));
  }

  /** Leave the page: save what can be saved, stop everything. */
  stop() {
    this._ending.abort();
    clearTimeout(this._beatTimer);
    this.countdown.stop();
    if (this.session) this.tabs.leave(this.session.id);
  }

  // The server's view --------------------------------------------------------------------------

  /** @param {any} view */
  async _adopt(view) {
    const before = this.session;
    this._reached();
    this.session = view.session;
    this._sessionId = view.session.id;
    this.answers = view.answers;
    this.lease = view.lease;
    if (view.session.status !== "in_progress") return this._close();
    if (!view.lease || !view.question) return this._moved();
    this.tabs.take(view.session.id);
    if (before && view.session.extra_time_percent > before.extra_time_percent) this._extraTime(view.session.extra_time_percent);
    const another = this.question?.position !== view.question.position;
    if (another || this.phase !== "answering") {
      if (another) await this._drafts.close();
      const { text, other } = await this._drafts.open(view.session.id, view.question, view.lease.number);
      this.text = text;
      this._serverText = view.question.draft ?? "";
      this.savedAt = null;
      this.saved = !text ? "empty" : text === this._serverText ? "saved" : "device";
      if (other !== null) this._notice({ kind: "other-text", position: view.question.position, text: other });
    }
    this.question = view.question;
    this.phase = "answering";
    this.timeUp = false;
    this.countdown.set(view.question.deadline_at);
    this._plan(this.text === this._serverText || this.excess ? view.lease.heartbeat_seconds : 0);
    if (another) this.dispatchEvent(new Event("question"));
    this._changed();
  }

  /** What was typed here for questions that closed while nobody was there: hand it in, late as it is. @param {any} view */
  async _handInLeftovers(view) {
    const { session, question, answers, lease } = view;
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
    clearTimeout(this._beatTimer);
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
    clearTimeout(this._beatTimer);
    this.countdown.stop();
    await this._drafts.write();
    this._changed();
  }

  /** The open question is not what it was here: ask what is. */
  async _refresh() {
    await this._drafts.write();
    try {
      const body = { session_id: this.session.id, client_id: this.tabs.clientId };
      const view = await this.client.resume(body);
      await this._handInLeftovers(view);
      await this._adopt(view);
      if (view.expired?.length) this._notice({ kind: "expired", positions: view.expired });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "live_elsewhere") await this._moved();
      else if (error.repeatable) this._retryLater(error);
      else this._notice({ kind: "problem", problem: error });
    }
  }

  // Signs of life and drafts -------------------------------------------------------------------

  /** A little before the server wants it: the request needs time as well. */
  _draftSeconds() {
    return Math.max(0.5, (this.lease?.draft_seconds ?? 5) - 3);
  }

  /** Beat in so many seconds, or earlier if that was planned already. @param {number} seconds */
  _plan(seconds) {
    const at = this.client.clock.monotonic() + seconds * 1000;
    if (this._beatTimer && this._beatAt <= at) return;
    clearTimeout(this._beatTimer);
    this._beatAt = at;
    this._beatTimer = setTimeout(() => this._beat(), seconds * 1000);
  }

  /** @param {{keepalive?: boolean}} [options] */
  async _beat({ keepalive = false } = {}) {
    clearTimeout(this._beatTimer);
    this._beatTimer = 0;
    if (this.phase !== "answering" && this.phase !== "sending") return;
    if (this._inFlight && !keepalive) return this._plan(0.2);
    const { text, question, session } = this;
    const unsaved = this.phase === "answering" && text !== this._serverText && !this.excess;
    const draft = unsaved ? { position: question.position, text } : undefined;
    if (draft && this._drafts.current) {
      this._drafts.current.sent = text;
      this.saved = "saving";
      this._changed();
    }
    const sent = this._sendBeat(draft, keepalive);
    this._inFlight = sent;
    await sent;
    if (this._inFlight === sent) this._inFlight = null;
  }

  /** @param {{position: number, text: string} | undefined} draft @param {boolean} keepalive */
  async _sendBeat(draft, keepalive) {
    const { question, session } = this;
    try {
      const body = { session_id: session.id, lease: this.lease.number, draft };
      const answer = await this.client.heartbeat(body, { tries: 1, keepalive, deadlineSeconds: 8 });
      if (this.question !== question) return;
      this._reached();
      await this._beaten(answer, draft);
    } catch (error) {
      if (this.question === question) await this._beatFailed(error, draft !== undefined);
    }
  }

  /** @param {any} answer @param {{position: number, text: string} | undefined} draft */
  async _beaten(answer, draft) {
    this.lease = answer.lease ?? this.lease;
    if (answer.status !== "in_progress" || answer.position !== this.question.position) {
      if (this.phase === "answering") await this._refresh();
      return;
    }
    if (draft) {
      this._serverText = draft.text;
      this.savedAt = answer.draft_saved_at;
      if (this._drafts.current) {
        this._drafts.current.saved = draft.text;
        this._drafts.write();
      }
    }
    if (this.phase === "answering") {
      const unsaved = this.text !== this._serverText;
      this.saved = unsaved ? "typing" : this.text || this.savedAt ? "saved" : "empty";
      this._plan(unsaved && !this.excess ? this._draftSeconds() : this.lease.heartbeat_seconds);
      if (answer.extra_time_percent > this.session.extra_time_percent) {
        this.session = { ...this.session, extra_time_percent: answer.extra_time_percent };
        this._extraTime(answer.extra_time_percent);
      }
      if (answer.deadline_at !== this.question.deadline_at) {
        this.question.deadline_at = answer.deadline_at;
        this.countdown.set(answer.deadline_at);
      }
    } else this._plan(this.lease.heartbeat_seconds);
    this._changed();
  }

  /** @param {unknown} error @param {boolean} withDraft */
  async _beatFailed(error, withDraft) {
    if (!(error instanceof Problem)) throw error;
    if (withDraft && this.saved === "saving") this.saved = "device";
    if (error.code === "lease_lost") await this._moved();
    else if (error.code === "session_closed") await this._refresh();
    else if (error.code === "position_ahead") await this._refresh();
    else if (error.repeatable || error.code === "not_authenticated") this._retryLater(error);
    else {
      this._notice({ kind: "problem", problem: error });
      this._plan(this.lease?.heartbeat_seconds ?? 30);
    }
    this._changed();
  }

  /** @param {Problem} problem */
  _retryLater(problem) {
    this.offline = problem.code === NO_ANSWER || problem.status >= 500;
    this.signedOut = problem.code === "not_authenticated";
    this._failures += 1;
    this._plan(Math.max(Math.min(5, backoff(this._failures)), problem.retryAfterSeconds ?? 0));
    this._changed();
  }

  _reached() {
    this._failures = 0;
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
    this.phase = "sending";
    this.timeUp = timeUp;
    clearTimeout(this._beatTimer);
    this._beatTimer = 0;
    this._changed();
    await this._drafts.write();
    // A draft that arrived after the answer would be kept beside it, as if somebody had typed it too late.
    if (this._inFlight) await Promise.race([this._inFlight, pause(0.7)]);
    await this.outbox.put({
      session_id: session.id,
      position: question.position,
      answer: text,
      lease: lease.number,
      time_expired: timeUp,
      ...more,
    });
    // From here on the outbox has the text.
    await this._drafts.close();
    if (this.phase === "sending") this._plan(lease.heartbeat_seconds);
  }

  /** @param {import("./outbox.js").OutboxEvent} event */
  async _delivered({ type, entry, view, problem }) {
    const { position } = entry.body;
    const ours = this.phase === "sending" && this.question?.position === position;
    const notice = outcome(type, entry, view, problem);
    if (notice) this._notice(notice);
    if (type === "delivered") {
      const running = this.phase === "answering" || this.phase === "sending";
      if (running && (ours || view.session.position > this.question.position)) {
        await (view.lease || view.session.status !== "in_progress" ? this._adopt(view) : this._refresh());
      }
    } else if (type === "kept" || type === "refused") {
      if (problem?.code === "lease_lost") await this._moved();
      else if (ours) await this._refresh();
    } else if (type === "waiting") {
      this.offline = problem?.code === NO_ANSWER || problem?.status >= 500;
      this.signedOut = problem?.code === "not_authenticated";
      if (problem?.code === "position_ahead" && ours) await this._refresh();
      if (problem?.code === "too_fast" && ours) this._notice({ kind: "too-fast", seconds: problem.retry_after_seconds });
    }
    this._changed();
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
    for (const type of ["delivered", "kept", "refused", "waiting"]) {
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
    if (this.phase === "answering" || this.phase === "sending") {
      this._failures = 0;
      this._plan(0);
    }
  }

  /** The device slept, or its clock was set: either way the server knows what time it is. */
  _watchClocks() {
    const drift = Date.now() - this.client.clock.monotonic();
    if (Math.abs(drift - this._drift) < 1500) return;
    this._drift = drift;
    this._soon();
  }

  _unplugged() {
    if (this.phase !== "answering" && this.phase !== "sending") return;
    this.offline = true;
    this._changed();
  }

  /** The page is hidden or goes away: what is not saved goes out with a request that outlives it. */
  _lastWords() {
    this._drafts.write();
    if (this.phase !== "answering" || this.text === this._serverText) return;
    const small = new Blob([this.text]).size < KEEPALIVE_BYTES;
    this._beat({ keepalive: small });
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
