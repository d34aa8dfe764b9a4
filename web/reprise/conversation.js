// @ts-check
/**
 * One conversation in this tab. Holds the session, saves the draft, sends messages, and exposes the reply as it streams
 * in. Renders nothing.
 *
 * `phase` is one of:
 * - `idle`: nothing is open yet
 * - `talking`: the conversation is open in this tab
 * - `moved`: another tab or device holds it; `text` is what was typed here
 * - `closed`: the conversation is over; `unsent` lists texts that never became part of it
 *
 * writing.js handles the draft, message-delivery.js the outgoing message, and exchange.js the reply. This module
 * handles the conversation as a whole.
 *
 * Events: `change` after any change; `message` when a message is appended to `messages`; `delta` when `partial` grows.
 */
import { Exchange } from "./exchange.js";
import { Heartbeat } from "./heartbeat.js";
import { pause } from "./http.js";
import { MessageDelivery, waits } from "./message-delivery.js";
import { Problem, sessionView, unreachable } from "./problems.js";
import { Rest } from "./rest.js";
import { Saying } from "./saying.js";
import { SetAside } from "./set-aside.js";
import { Transcript } from "./transcript.js";
import { Writing } from "./writing.js";

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
    /** Topic, state and the interviewer's notes, as the server sends them. @type {any} */
    this.conversation = null;
    /** @type {any} */
    this.lease = null;
    this.offline = false;
    /** Texts written for a closed conversation that are not in it, until `forgetUnsent`. @type {string[]} */
    this.unsent = [];
    this._ending = new AbortController();
    this._rest = new Rest(this._ending.signal);
    this._transcript = new Transcript((after, limit) => this._page(after, limit));
    this._writing = new Writing({ store, userId: client.userId, onStored: () => this._changed() });
    const shared = {
      transcript: this._transcript,
      rest: this._rest,
      hold: () => (this.phase === "talking" ? this._hold : null),
      onChange: () => this._changed(),
    };
    this._exchange = new Exchange({
      ...shared,
      client,
      ending: this._ending.signal,
      onMessage: (message) => this._append(message),
      onAnswer: (answer) => this._learn(answer),
      onContact: (problem) => this._contact(problem),
      onRefused: (problem) => this._lost(problem),
      onDelta: () => this.dispatchEvent(new Event("delta")),
    });
    const [saying, aside] = [new Saying(store, client.userId), new SetAside(store, client.userId)];
    this._delivery = new MessageDelivery({ ...shared, saying, aside, exchange: this._exchange });
    this._heartbeat = new Heartbeat({
      client,
      next: () => this._nextBeat(),
      onAnswer: (answer, { body }) => this._beaten(answer, body.draft),
      onProblem: (problem) => this._beatFailed(problem),
    });
    this._listen();
  }

  /** The latest part of the transcript, oldest first; `loadOlder` loads more. @returns {any[]} */
  get messages() {
    return this._transcript.messages;
  }

  /** Does the server have messages before the first of `messages`? */
  get hasOlder() {
    return this._transcript.hasOlder;
  }

  /** The draft. */
  get text() {
    return this._writing.text;
  }

  /**
   * Other texts written for this conversation, to offer to the user; null if there are none or the user has decided.
   */
  get otherText() {
    return this._writing.otherText;
  }

  /** Where the draft is stored: `empty`, `typing`, `device`, `saving` or `saved`. */
  get saved() {
    return this._writing.saved;
  }

  /** When the server saved the draft; null if it has not. */
  get savedAt() {
    return this._writing.savedAt;
  }

  /** The message being sent; null if there is none. */
  get sending() {
    return this._delivery.message;
  }

  /** The state of the reply (see exchange.js). */
  get reply() {
    return this._exchange.reply;
  }

  /** The part of the reply received so far. */
  get partial() {
    return this._exchange.partial;
  }

  /** Can the draft be sent now? Not while a previous message is being sent or awaits its reply. */
  get canSend() {
    return this.phase === "talking" && !this.sending && !this._exchange.busy;
  }

  /** How many characters the text exceeds the limit of one message by; 0 if it fits. */
  get excess() {
    return this._writing.excess;
  }

  /** Is a message being sent that may still arrive without user action? */
  get underWay() {
    return this._delivery.underWay;
  }

  /** Was the message being sent rejected for good? If so, `takeBack` returns it to the draft. */
  get refused() {
    return this._delivery.refused;
  }

  /** Does the draft survive on this device if the tab ends? */
  get durable() {
    return this._store.durable;
  }

  // User actions -------------------------------------------------------------------------------

  /**
   * Continue a conversation, or open a closed one for reading.
   * @param {string} sessionId
   * @param {{takeover?: boolean}} [options]
   */
  async resume(sessionId, { takeover = false } = {}) {
    await this._adopt(sessionView(await this.client.resume({ session_id: sessionId, client_id: this.tabs.clientId, takeover })));
  }

  /** Load the page of messages before the first loaded one. */
  async loadOlder() {
    await this._transcript.loadOlder();
    this._changed();
  }

  /** @param {string} text */
  type(text) {
    if (this.phase !== "talking" || text === this.text) return;
    this._writing.type(text);
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
  }

  /** Send the draft as a message. */
  async send() {
    const content = this.text.trim();
    if (!this.canSend || !content || this.excess) return;
    this._writing.clear();
    await this._delivery.begin(content);
    // If the device could not store the message, keep the draft: it is the only stored copy of the text.
    const kept = this.sending?.durable ?? true;
    if (kept) await this._nextDraft();
    // A draft that reaches the server after its message would reappear as a draft.
    if (this._heartbeat.underWay) await Promise.race([this._heartbeat.underWay, pause(0.7)]);
    await this._delivery.run();
    if (!kept && !this.sending) await this._nextDraft();
  }

  /** Request a missing reply, or retry a message that has not arrived. */
  async askAgain() {
    if (this.sending) await this._delivery.run();
    else {
      const last = this.messages.findLast(({ role }) => role === "candidate");
      if (last) await this._exchange.send(last, { stored: true });
    }
  }

  /** Return a rejected message to the draft for editing. */
  async takeBack() {
    if (!this.refused || this.phase !== "talking") return;
    await this._delivery.takeBack(async (content) => {
      this.type(this.text ? `${content}\n\n${this.text}` : content);
      await this._writing.write();
      return this._store.durable;
    });
  }

  /** Append the texts of `otherText` to the draft. */
  async takeOther() {
    if (this.phase !== "talking" || this.otherText === null) return;
    const taken = this._writing.takeOther();
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
    await taken;
  }

  /** Discard the texts of `otherText`. */
  async dropOther() {
    await this._writing.dropOther();
    this._changed();
  }

  /**
   * End the conversation. The draft does not become part of it. Throws `not_sent` while a message is being sent.
   * @param {"completed" | "cancelled"} outcome
   */
  async finish(outcome) {
    if (this.underWay) throw notSent();
    await this._heartbeat.underWay;
    if (this._writing.unsaved) await this._heartbeat.beat();
    if (this.phase !== "talking") return;
    try {
      await this._adopt(sessionView(await this.client.finish({ ...this._hold, outcome })));
    } catch (error) {
      if (!(error instanceof Problem) || !(await this._lost(error))) throw error;
    }
  }

  /**
   * Wait for a condition. Resolves with true once it holds, or with false after the given number of seconds.
   * @param {() => boolean} holds checked after each change
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

  /** Discard `unsent` once the user has seen it. */
  async forgetUnsent() {
    if (this.phase !== "closed") return;
    this._delivery.drop();
    this._writing.clear();
    this.unsent = [];
    await this._forgetDrafts();
    this._changed();
  }

  /** Stop everything; call it when leaving the page. */
  stop() {
    this._ending.abort();
    this._heartbeat.pause();
    if (this.session) this.tabs.leave(this.session.id);
  }

  // The server's view --------------------------------------------------------------------------

  /** @param {any} view */
  async _adopt(view) {
    this._contact(null);
    this.session = view.session;
    this.conversation = view.conversation ?? this.conversation;
    // Keep the last lease even after losing it: the server rejects calls made with it, which reports the loss.
    this.lease = view.lease ?? this.lease;
    await this._transcript.loadEnd(this.conversation?.last_seq ?? 0);
    if (view.session.status !== "in_progress") return this._close();
    if (!view.lease) return this._moved();
    this.tabs.take(view.session.id);
    await this._delivery.open(this.session.id);
    // Don't replace the text while the user is typing.
    if (this.phase === "talking") this._heartbeat.plan(this.lease.heartbeat_seconds);
    else {
      await this._writing.open(this._hold, this.conversation, this._transcript);
      this._heartbeat.plan(this._writing.unsaved ? 0 : this.lease.heartbeat_seconds);
    }
    this.phase = "talking";
    // A tab that crashed while sending may have left the message in the draft as well.
    if (this.sending?.content === this.text.trim()) this.type("");
    this._changed();
    if (this.underWay) this._delivery.run();
    else if (!this.sending && this.conversation.reply_status === "pending") this.askAgain();
  }

  /** The fields that every call on a held conversation carries. */
  get _hold() {
    return { session_id: this.session.id, lease: this.lease.number };
  }

  /** @param {number} after @param {number} limit @returns {Promise<any[]>} */
  async _page(after, limit) {
    const query = { session_id: this.session.id, after, limit };
    return (await this.client.call("message", { method: "GET", query })).messages;
  }

  async _close() {
    this._heartbeat.pause();
    await this._writing.leave(this.session.id);
    await this._delivery.open(this.session.id);
    const kept = await this._store.drafts(this.client.userId, this.session.id);
    this.phase = "closed";
    this._exchange.forget();
    this._rest.wake();
    // Keep a message that never arrived, and any unsent text, so that the user can read and copy them.
    this._delivery.giveUp();
    const texts = [this.sending?.content, this.text, ...kept.map(({ text }) => text), this.conversation?.draft];
    const left = texts.map((text) => text?.trim() ?? "").filter((text) => text && !this._transcript.says(text));
    this.unsent = [...new Set(left)];
    if (!left.length) await this._forgetDrafts();
    this.tabs.leave(this.session.id);
    this._changed();
  }

  /** Another tab or device holds the conversation: stop sending, and don't overwrite what is typed there. */
  async _moved() {
    if (this.phase === "moved" || this.phase === "closed") return;
    this.phase = "moved";
    this._rest.wake();
    this._heartbeat.pause();
    const left = this._writing.leave(this.session.id);
    this._changed();
    await left;
  }

  /** Apply what a message's response says about the conversation as a whole. @param {any} data */
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

  /**
   * Handle a refusal that means the conversation is no longer open here, and show its current state. Returns false for
   * any other refusal.
   * @param {Problem} problem
   */
  async _lost(problem) {
    if (problem.code === "lease_lost") await this._moved();
    else if (problem.code === "session_closed") await this._refresh();
    else return false;
    return true;
  }

  /** The local state is out of date: fetch the current one. */
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

  /** The draft has become a message: start a new one. */
  _nextDraft() {
    return this._writing.next(this._hold, () => this.phase === "talking");
  }

  async _forgetDrafts() {
    for (const draft of await this._store.drafts(this.client.userId, this.session.id)) await this._store.deleteDraft(draft);
  }

  // Heartbeats and drafts ----------------------------------------------------------------------

  _nextBeat() {
    if (this.phase !== "talking") return null;
    const draft = this._writing.outgoing();
    if (draft) this._changed();
    return { body: { ...this._hold, draft } };
  }

  /**
   * Handle a heartbeat's response.
   * @param {any} answer
   * @param {{text: string} | undefined} draft the draft that was sent with it
   */
  async _beaten(answer, draft) {
    this._contact(null);
    this.lease = answer.lease ?? this.lease;
    if (answer.status !== "in_progress") return this._refresh();
    if (draft) this._writing.taken(draft.text, answer.draft_saved_at);
    this._heartbeat.plan(this._writing.unsaved ? Heartbeat.draftSeconds(this.lease) : this.lease.heartbeat_seconds);
    this._changed();
  }

  /** @param {Problem} problem */
  async _beatFailed(problem) {
    this._writing.notTaken();
    this._contact(problem);
    if (!(await this._lost(problem))) {
      if (waits(problem)) this._heartbeat.retry(problem);
      else this._heartbeat.plan(this.lease.heartbeat_seconds);
    }
    this._changed();
  }

  /** Record whether the server could be reached. @param {Problem | null} problem null: it could */
  _contact(problem) {
    this.offline = unreachable(problem);
  }

  _listen() {
    const { signal } = this._ending;
    const taken = (/** @type {any} */ { sessionId }) => {
      if (sessionId === this.session?.id) this._moved();
    };
    this.tabs.addEventListener("taken", taken, { signal });
    globalThis.addEventListener("online", () => this._soon(), { signal });
    globalThis.addEventListener("pagehide", () => this._lastWords(), { signal });
    const seen = () => (document.visibilityState === "hidden" ? this._lastWords() : this._soon());
    globalThis.document?.addEventListener("visibilitychange", seen, { signal });
  }

  /** The network is back, or the user returned to the page. */
  _soon() {
    if (this.phase !== "talking") return;
    this._rest.wake();
    this._heartbeat.soon();
    this._exchange.look();
  }

  _lastWords() {
    if (this.phase !== "talking") return;
    this._writing.write();
    if (this._writing.unsaved) this._heartbeat.lastWords();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function notSent() {
  const detail = "Your last message has not arrived yet. It is sent again by itself; please try again in a moment.";
  return new Problem({ code: "not_sent", detail });
}
