// @ts-check
/**
 * A conversation in this tab: holds the session, saves what is being written, sends it, and shows the reply while it is being
 * written. Draws nothing.
 *
 * `phase` says where things stand:
 * - `idle`: nothing is open yet
 * - `talking`: the conversation is open here
 * - `moved`: another tab or device has it; `text` is what was written here
 * - `closed`: it is over; `unsent` is what was written for it and is not part of it
 *
 * `sending` is the message under way (see saying.js), null when there is none; `reply` says how the answer
 * stands: `none`, `waiting`, `writing` (then `partial` is what has come of it), or `missing`: the interviewer has not answered
 * and can be asked again.
 *
 * Events: `change` after anything changed; `message` when a message was added to the end of `messages`; `delta` when `partial` grew.
 */
import { Drafts } from "./drafts.js";
import { eventsOf } from "./event-stream.js";
import { Heartbeat } from "./heartbeat.js";
import { backoff, pause } from "./http.js";
import { Problem, noAnswer, sessionView, unreachable } from "./problems.js";
import { Saying } from "./saying.js";
import { Transcript } from "./transcript.js";

const REPLY_SECONDS = 120;
/** How often a reply that did not come is asked for by itself. */
const REPLY_TRIES = 2;
/** How often, and after how many seconds each time, the transcript is looked at for a reply that was asked for elsewhere. */
const LOOKS = 15;
const LOOK_SECONDS = 3;
/** A message is the draft at this position. */
const POSITION = 0;
/** Characters a message may have, and bytes of UTF-8 a draft. */
const MESSAGE_CHARACTERS = 20_000;
const DRAFT_BYTES = 65_536;

/** @typedef {"idle" | "talking" | "moved" | "closed"} Phase */
/** @typedef {import("./saying.js").Sending} Sending */

export class Conversation extends EventTarget {
  /**
   * @param {object} parts
   * @param {import("./client.js").Reprise} parts.client
   * @param {import("./tabs.js").Tabs} parts.tabs
   * @param {import("./store.js").DeviceStore} parts.store
   */
  constructor({ client, tabs, store }) {
    super();
    this.client = client;
    this.tabs = tabs;
    this._store = store;
    /** @type {Phase} */
    this.phase = "idle";
    /** @type {any} */
    this.session = null;
    /** Topic, state and the interviewer's notes, as the server tells them. @type {any} */
    this.conversation = null;
    /** @type {any} */
    this.lease = null;
    /** What is being written. */
    this.text = "";
    /** A draft from elsewhere, shown beside this device's own. @type {string | null} */
    this.otherText = null;
    /** Where the text is: `empty`, `typing`, `device`, `saving`, `saved`. */
    this.saved = "empty";
    /** @type {string | null} */
    this.savedAt = null;
    this.offline = false;
    /** @type {Sending | null} */
    this.sending = null;
    /** @type {"none" | "waiting" | "writing" | "missing"} */
    this.reply = "none";
    this.partial = "";
    /** What was written for a conversation that is over and is not in it, until `forgetUnsent`. @type {string[]} */
    this.unsent = [];
    this._transcript = new Transcript((after, limit) => this._page(after, limit));
    this._saying = new Saying(store, client.userId);
    this._drafts = new Drafts(store, client.userId, (durable) => this._stored(durable));
    this._serverText = "";
    this._heartbeat = new Heartbeat({
      client,
      next: () => this._nextBeat(),
      onAnswer: (answer, { body }) => this._beaten(answer, body.draft),
      onProblem: (problem) => this._beatFailed(problem),
    });
    this._delivering = false;
    this._looking = false;
    /** Ends each pause that is being made. @type {Set<() => void>} */
    this._resting = new Set();
    this._ending = new AbortController();
    this._listen();
  }

  /** The end of the transcript, oldest first; `loadOlder` brings more. @returns {any[]} */
  get messages() {
    return this._transcript.messages;
  }

  /** Are there messages before the first of `messages`? */
  get hasOlder() {
    return this._transcript.hasOlder;
  }

  /** Can what is written be sent now? Not while the interviewer is busy with the message before. */
  get canSend() {
    return this.phase === "talking" && !this.sending && this.reply !== "waiting" && this.reply !== "writing";
  }

  /** By how many characters the text is too long for one message; 0 when it fits. */
  get excess() {
    const text = this.text.trim();
    // Characters outside the first plane are one each, and two units of a JavaScript string.
    return text.length <= MESSAGE_CHARACTERS ? 0 : Math.max(0, [...text].length - MESSAGE_CHARACTERS);
  }

  /** Is a message on its way that may still arrive by itself? */
  get underWay() {
    return this.sending !== null && !this.refused;
  }

  /** Was the message under way refused for good? It can be taken back. */
  get refused() {
    const { sending } = this;
    return Boolean(sending?.problem && !waits(sending.problem));
  }

  /** Does this device keep what is being written, even if the tab ends? */
  get durable() {
    return this._store.durable;
  }

  // What a person does -------------------------------------------------------------------------

  /**
   * Go on with a conversation, or look at one that is over.
   * @param {string} sessionId
   * @param {{takeover?: boolean}} [options]
   */
  async resume(sessionId, { takeover = false } = {}) {
    await this._adopt(sessionView(await this.client.resume({ session_id: sessionId, client_id: this.tabs.clientId, takeover })));
  }

  /** Bring the messages before those that are shown. */
  async loadOlder() {
    await this._transcript.loadOlder();
    this._changed();
  }

  /** @param {string} text */
  type(text) {
    if (this.phase !== "talking" || text === this.text) return;
    this.text = text;
    this._drafts.type(text);
    this.saved = text ? "typing" : "empty";
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
  }

  /** Send what is written. */
  async send() {
    const content = this.text.trim();
    if (!this.canSend || !content || this.excess) return;
    const sending = { message_id: crypto.randomUUID(), content, after: this._transcript.lastSeq, durable: true, problem: null };
    this.sending = sending;
    this.text = "";
    this.saved = "empty";
    this._serverText = "";
    this._changed();
    await this._saying.keep(this.session.id, sending);
    await this._nextDraft();
    // A draft that arrived after its message would be there again.
    if (this._heartbeat.underWay) await Promise.race([this._heartbeat.underWay, pause(0.7)]);
    await this._deliver();
  }

  /** Ask for the reply that did not come, or send again what did not arrive. */
  async askAgain() {
    if (this.sending) await this._deliver();
    else {
      const last = this.messages.findLast(({ role }) => role === "candidate");
      if (last) await this._exchange(last.message_id, last.content);
    }
  }

  /** Take back a message that was refused, to change it. */
  async takeBack() {
    const { sending } = this;
    if (!sending || !this.refused || this.phase !== "talking") return;
    this.sending = null;
    this.type(this.text ? `${sending.content}\n\n${this.text}` : sending.content);
    await this._drafts.write();
    await this._saying.forget(this.session.id, sending.message_id);
  }

  /**
   * End the conversation. Throws `not_sent` while a message is on its way; what is being written does not become part of it.
   * @param {"completed" | "cancelled"} outcome
   */
  async finish(outcome) {
    if (this.underWay) throw notSent();
    await this._heartbeat.underWay;
    if (this._unsaved) await this._heartbeat.beat();
    if (this.phase !== "talking") return;
    try {
      await this._adopt(sessionView(await this.client.finish({ session_id: this.session.id, lease: this.lease.number, outcome })));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "lease_lost") await this._moved();
      else if (error.code === "session_closed") await this._refresh();
      else throw error;
    }
  }

  /**
   * Resolves with true when something holds, with false when it does not after so many seconds.
   * @param {() => boolean} holds looked at after each change
   * @param {number} seconds
   */
  async until(holds, seconds) {
    const over = AbortSignal.timeout(seconds * 1000);
    while (!holds() && !over.aborted) {
      await new Promise((resolve) => {
        over.addEventListener("abort", resolve, { once: true });
        this.addEventListener("change", resolve, { once: true });
      });
    }
    return holds();
  }

  /** Forget what was written for a conversation that is over, once the person has seen it. */
  async forgetUnsent() {
    if (this.phase !== "closed") return;
    this.sending = null;
    this.text = "";
    this.unsent = [];
    await this._forgetDrafts();
    this._changed();
  }

  /** Leave the page. */
  stop() {
    this._ending.abort();
    this._wake();
    this._heartbeat.pause();
    if (this.session) this.tabs.leave(this.session.id);
  }

  // The server's view --------------------------------------------------------------------------

  /** @param {any} view */
  async _adopt(view) {
    this._reached();
    this.session = view.session;
    this.conversation = view.conversation ?? this.conversation;
    this.lease = view.lease;
    await this._transcript.loadEnd(this.conversation?.last_seq ?? 0);
    if (view.session.status !== "in_progress") return this._close();
    if (!view.lease) return this._moved();
    this.tabs.take(view.session.id);
    // Where somebody is writing already, nothing from elsewhere takes its place.
    if (this.phase === "talking") this._heartbeat.plan(this.lease.heartbeat_seconds);
    else await this._openDraft(this.conversation.draft);
    this.phase = "talking";
    await this._restoreSending();
    // A tab that went down on the way may have left the message as the draft, too.
    if (this.sending?.content === this.text.trim()) this.type("");
    this._changed();
    if (this.underWay) this._deliver();
    else if (!this.sending && this.conversation.reply_status === "pending") this.askAgain();
  }

  /** @param {number} after @param {number} limit @returns {Promise<any[]>} */
  async _page(after, limit) {
    const query = { session_id: this.session.id, after, limit };
    return (await this.client.call("message", { method: "GET", query })).messages;
  }

  /** @param {string | null} draft what the server has */
  async _openDraft(draft) {
    const before = this.text;
    const { text, other } = await this._drafts.open(this.session.id, { position: POSITION, draft }, this.lease.number);
    this.text = text;
    // What was written here before the conversation moved, and did not come along.
    const here = before.trim() && !text.includes(before) && !this._transcript.says(before) ? before : null;
    this.otherText = other ?? here;
    this._serverText = draft ?? "";
    this.savedAt = draft ? (this.conversation.draft_saved_at ?? null) : null;
    this.saved = !text ? "empty" : text === this._serverText ? "saved" : "device";
    this._heartbeat.plan(this._unsaved ? 0 : this.lease.heartbeat_seconds);
  }

  /** The draft has become a message: begin another one, with what may have been typed meanwhile. */
  async _nextDraft() {
    await this._drafts.close();
    await this._drafts.open(this.session.id, { position: POSITION, draft: null }, this.lease.number);
    if (this.phase !== "talking") this._drafts.current = null;
    else if (this.text) this._drafts.type(this.text);
  }

  async _close() {
    this._heartbeat.pause();
    await this._drafts.leave();
    await this._restoreSending();
    const kept = await this._store.drafts(this.client.userId, this.session.id);
    this.phase = "closed";
    this.reply = "none";
    this._wake();
    // A message that never arrived stays to be read and copied, and so does what nobody sent.
    if (this.sending) this.sending.problem ??= noAnswer();
    const texts = [this.sending?.content, this.text, ...kept.map(({ text }) => text), this.conversation?.draft];
    const left = texts.map((text) => text?.trim() ?? "").filter((text) => text && !this._transcript.says(text));
    this.unsent = [...new Set(left)];
    if (!left.length) await this._forgetDrafts();
    this.tabs.leave(this.session.id);
    this._changed();
  }

  /** The conversation is held elsewhere: nothing more is sent from here, and nothing written over what is typed there. */
  async _moved() {
    if (this.phase === "moved" || this.phase === "closed") return;
    this.phase = "moved";
    this._wake();
    this._heartbeat.pause();
    await this._drafts.leave();
    this._changed();
  }

  // Messages -----------------------------------------------------------------------------------

  /** Send the message under way until it has arrived: nobody needs to press anything for that. */
  async _deliver() {
    const { sending } = this;
    if (this._delivering) this._wake();
    if (!sending || this._delivering) return;
    this._delivering = true;
    sending.problem = null;
    this._changed();
    try {
      for (let number = 1; this.phase === "talking" && this.sending === sending && !this._ending.signal.aborted; number += 1) {
        const problem = await this._exchange(sending.message_id, sending.content);
        if (!problem || this.sending !== sending) return;
        sending.problem = problem;
        this._changed();
        if (!waits(problem)) return;
        await this._rest(Math.max(Math.min(8, backoff(number)), problem.retryAfterSeconds ?? 0));
      }
    } finally {
      this._delivering = false;
    }
  }

  /**
   * Send a message, or send it again for its reply, which is shown while it comes.
   * @param {string} messageId
   * @param {string} content
   * @returns {Promise<Problem | null>} why it did not arrive
   */
  async _exchange(messageId, content) {
    if (this.reply === "waiting" || this.reply === "writing") return null;
    let stored = !this.sending;
    /** @type {Problem | null} */
    let problem = null;
    for (let number = 1; number <= REPLY_TRIES; number += 1) {
      if (number > 1) await this._rest(2);
      if (this.phase !== "talking") break;
      this._expect("waiting");
      try {
        const status = await this._stream(messageId, content, () => (stored = true));
        problem = null;
        if (status === "pending") continue;
        this._expect("none");
        return null;
      } catch (error) {
        // A stream that breaks off is a call without an answer; what it had said of the message counts.
        problem = error instanceof Problem ? error : noAnswer(error);
        this.offline = unreachable(problem);
        if (!stored || !problem.repeatable) break;
      }
    }
    this._expect(stored && this.phase === "talking" ? "missing" : "none");
    if (problem?.code === "lease_lost") await this._moved();
    else if (problem?.code === "session_closed") await this._refresh();
    if (this.reply === "missing") this._lookForReply();
    return stored ? null : problem;
  }

  /** A reply that another tab or device asked for comes into the transcript: looking there costs nothing. */
  async _lookForReply() {
    if (this._looking) return;
    this._looking = true;
    const wanted = () => this.reply === "missing" && this.phase === "talking" && !this._ending.signal.aborted;
    for (let number = 0; number < LOOKS && wanted(); number += 1) {
      await this._rest(LOOK_SECONDS);
      const found = wanted() ? await this._transcript.later().catch(() => []) : [];
      for (const message of found) this._append(message);
      if (wanted() && this.messages.at(-1)?.role === "interviewer") this._expect("none");
    }
    this._looking = false;
  }

  /**
   * @param {string} messageId
   * @param {string} content
   * @param {() => void} onStored
   */
  async _stream(messageId, content, onStored) {
    const body = { session_id: this.session.id, lease: this.lease.number, message_id: messageId, content };
    const response = await this.client.send("message", {
      body,
      headers: { accept: "text/event-stream" },
      tries: 1,
      deadlineSeconds: REPLY_SECONDS,
      signal: this._ending.signal,
    });
    for await (const { name, data } of answerOf(response)) {
      if (name === "delta") {
        this.partial += data.text;
        this.reply = "writing";
        this.dispatchEvent(new Event("delta"));
        continue;
      }
      if (!data.message) break;
      this._reached();
      this._append(data.message);
      onStored();
      if (this.sending?.message_id === data.message.message_id) await this._arrived();
      if (name !== "message" && data.reply) this._append(data.reply);
      await this._learn(data);
      if (name !== "message") return data.reply_status;
      this._changed();
    }
    throw noAnswer();
  }

  /** What a message's answer says about the conversation as a whole. @param {any} data */
  async _learn(data) {
    this.conversation = { ...this.conversation, state: data.state, profile: data.profile, last_seq: data.last_seq };
    this.session = { ...this.session, ...data.session };
    if (data.lease) this.lease = { ...this.lease, ...data.lease };
    if (this.session.status !== "in_progress" && data.reply_status !== "pending") await this._close();
  }

  /** @param {any} message */
  _append(message) {
    if (!this._transcript.add(message)) return;
    if (message.role === "candidate") this.conversation.messages_left -= 1;
    this.dispatchEvent(new Event("message"));
  }

  /** @param {"none" | "waiting" | "missing"} reply */
  _expect(reply) {
    this.reply = reply;
    this.partial = "";
    this._changed();
  }

  /** The conversation is not what it was here: ask what it is. */
  async _refresh() {
    try {
      await this._adopt(sessionView(await this.client.resume({ session_id: this.session.id, client_id: this.tabs.clientId })));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "live_elsewhere" || error.code === "session_in_progress") await this._moved();
      else if (waits(error)) this._beatFailed(error);
      else throw error;
    }
  }

  async _arrived() {
    const { sending } = this;
    this.sending = null;
    if (sending) await this._saying.forget(this.session.id, sending.message_id);
  }

  async _restoreSending() {
    this.sending ??= await this._saying.find(this.session.id);
    const { sending } = this;
    if (!sending) return;
    // Too late for the lease before, in time for this one.
    if (sending.problem?.code === "lease_lost") sending.problem = null;
    if (this._transcript.has(sending.message_id)) await this._arrived();
    // Said in another context it may no longer be meant, or have been said there already: the person decides.
    else if (this._transcript.wentOnAfter(sending.after)) sending.problem = wentOn();
  }

  async _forgetDrafts() {
    for (const draft of await this._store.drafts(this.client.userId, this.session.id)) await this._store.deleteDraft(draft);
  }

  /** @param {number} seconds @returns {Promise<void>} early when something changed that makes waiting pointless */
  _rest(seconds) {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this._resting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, seconds * 1000);
      this._resting.add(end);
      if (this._ending.signal.aborted) end();
    });
  }

  _wake() {
    for (const end of [...this._resting]) end();
  }

  // Signs of life and drafts -------------------------------------------------------------------

  /** Is there a text that the server does not have, and could take as a draft? */
  get _unsaved() {
    if (this.text === this._serverText) return false;
    return this.text.length * 3 <= DRAFT_BYTES || new Blob([this.text]).size <= DRAFT_BYTES;
  }

  _nextBeat() {
    if (this.phase !== "talking") return null;
    const draft = this._unsaved ? { position: POSITION, text: this.text } : undefined;
    if (draft && this._drafts.current) {
      this._drafts.current.sent = draft.text;
      if (draft.text) this.saved = "saving";
      this._changed();
    }
    return { body: { session_id: this.session.id, lease: this.lease.number, draft } };
  }

  /** @param {any} answer @param {{text: string} | undefined} draft */
  async _beaten(answer, draft) {
    this._reached();
    this.lease = answer.lease ?? this.lease;
    if (answer.status !== "in_progress") return this._refresh();
    if (draft) this._draftSaved(draft.text, answer.draft_saved_at);
    this._heartbeat.plan(this._unsaved ? Heartbeat.draftSeconds(this.lease) : this.lease.heartbeat_seconds);
    this._changed();
  }

  /** @param {Problem} problem */
  async _beatFailed(problem) {
    if (this.saved === "saving") this.saved = "device";
    this.offline = unreachable(problem);
    if (problem.code === "lease_lost") await this._moved();
    else if (problem.code === "session_closed") await this._refresh();
    else if (waits(problem)) this._heartbeat.retry(problem);
    else this._heartbeat.plan(this.lease.heartbeat_seconds);
    this._changed();
  }

  /** @param {string} text @param {string} at */
  _draftSaved(text, at) {
    this._serverText = text;
    this.savedAt = at;
    if (this._drafts.current) {
      this._drafts.current.saved = text;
      this._drafts.write();
    }
    this.saved = this.text !== text ? "typing" : text ? "saved" : "empty";
  }

  _reached() {
    this.offline = false;
  }

  /** @param {boolean} durable */
  _stored(durable) {
    if (this.saved === "typing" && durable) this.saved = "device";
    this._changed();
  }

  _listen() {
    const { signal } = this._ending;
    this.tabs.addEventListener(
      "taken",
      (event) => {
        if (/** @type {any} */ (event).sessionId === this.session?.id) this._moved();
      },
      { signal },
    );
    globalThis.addEventListener("online", () => this._soon(), { signal });
    globalThis.addEventListener("pagehide", () => this._lastWords(), { signal });
    const seen = () => (document.visibilityState === "hidden" ? this._lastWords() : this._soon());
    globalThis.document?.addEventListener("visibilitychange", seen, { signal });
  }

  /** The network or the person is back. */
  _soon() {
    if (this.phase !== "talking") return;
    this._wake();
    this._heartbeat.soon();
    if (this.reply === "missing") this._lookForReply();
  }

  _lastWords() {
    if (this.phase !== "talking") return;
    this._drafts.write();
    if (this._unsaved) this._heartbeat.lastWords(this.text);
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * Is a refusal none of the message itself, so that it may be sent again unchanged?
 * @param {Problem} problem
 */
function waits(problem) {
  return problem.repeatable || problem.code === "not_authenticated";
}

/** The events of an answer to a message; where somebody on the way made it whole, its last one. @param {Response} response */
async function* answerOf(response) {
  if (!response.headers.get("content-type")?.startsWith("application/json")) return yield* eventsOf(response);
  yield { name: "reply", data: await response.json() };
}

function notSent() {
  const detail = "Your last message has not arrived yet. It is sent again by itself; please try again in a moment.";
  return new Problem({ code: "not_sent", detail });
}

function wentOn() {
  return new Problem({ code: "went_on", detail: "The conversation went on elsewhere before this message could arrive." });
}
