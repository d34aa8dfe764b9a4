// @ts-check
/**
 * A conversation that is open in this tab: applies the server's views, saves the draft with the heartbeats, and shows
 * what is on this device for a conversation that opens or closes.
 *
 * Events: those of `LiveSession`; `message` when a message is appended; `delta` when the reply grows.
 */
import { Exchange } from "./exchange.js";
import { Heartbeat } from "./heartbeat.js";
import { LiveSession, UNSET } from "./live-session.js";
import { MessageDelivery, waits } from "./message-delivery.js";
import { MessageDraft } from "./message-draft.js";
import { OutgoingMessages } from "./outgoing-messages.js";
import { Pauses } from "./pauses.js";
import { messagePhase } from "./phases.js";
import { SetAsideTexts } from "./set-aside-texts.js";
import { Transcript } from "./transcript.js";

/** @import { Message, MessageResponse } from "../result-types.js" */
/** @import { Beaten, ConversationView, SessionView } from "../types.js" */

/** @typedef {import("./phases.js").MessagePhase} Phase */
/** @typedef {import("./live-session.js").Beat} Beat */
/** @typedef {import("../http/problems.js").Problem} Problem */

/** @extends {LiveSession<Phase>} */
export class MessageFlow extends LiveSession {
  /**
   * @param {object} parts
   * @param {import("../http/client.js").Reprise} parts.client
   * @param {import("./tabs.js").Tabs} parts.tabs
   * @param {import("../storage/device-store.js").DeviceStore} parts.store
   */
  constructor({ client, tabs, store }) {
    super({ client, tabs, store }, messagePhase);
    /** Topic, state and the interviewer's notes. @type {ConversationView} */
    this.conversation = UNSET;
    /** Texts written for a closed conversation that are not in it, until `forgetUnsent`. @type {string[]} */
    this.unsent = [];
    this._pauses = new Pauses(this._ending.signal);
    this._transcript = new Transcript((after, limit) => this._page(after, limit));
    this._draft = new MessageDraft({ store, userId: client.userId, onStored: () => this._changed() });
    const shared = {
      transcript: this._transcript,
      pauses: this._pauses,
      hold: () => (this.phase === "talking" ? this._hold : null),
      onChange: () => this._changed(),
    };
    this._exchange = new Exchange({
      ...shared,
      client,
      ending: this._ending.signal,
      onMessage: (message) => this._append(message),
      onResponse: (response) => this._learn(response),
      onContact: (problem) => this._contact(problem),
      onRefused: (problem) => this._lost(problem),
      onDelta: () => this.dispatchEvent(new Event("delta")),
    });
    const [outgoing, setAside] = [new OutgoingMessages(store, client.userId), new SetAsideTexts(store, client.userId)];
    this._delivery = new MessageDelivery({ ...shared, outgoing, setAside, exchange: this._exchange });
  }

  /** The draft. */
  get text() {
    return this._draft.text;
  }

  /** The message being sent; null if there is none. */
  get sending() {
    return this._delivery.message;
  }

  /** Is a message being sent that may still arrive without user action? */
  get underWay() {
    return this._delivery.underWay;
  }

  /** @param {string} text */
  type(text) {
    if (this.phase !== "talking" || text === this.text) return;
    this._draft.type(text);
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
  }

  /** Request a missing reply, or retry a message that has not arrived. */
  async askAgain() {
    if (this.sending) await this._delivery.run();
    else {
      const last = this._transcript.messages.findLast(({ role }) => role === "candidate");
      if (last) await this._exchange.send(last, { stored: true });
    }
  }

  // The server's view --------------------------------------------------------------------------

  /** @override @param {SessionView} view */
  async _adopt(view) {
    this._contact(null);
    this.session = view.session;
    this._sessionId = view.session.id;
    this.conversation = view.conversation ?? this.conversation;
    // Keep the last lease even after losing it: the server rejects calls made with it, which reports the loss.
    this.lease = view.lease ?? this.lease;
    await this._transcript.loadEnd(this.conversation?.last_seq ?? 0);
    if (this._ending.signal.aborted) return;
    if (view.session.status !== "in_progress") await this._close();
    else if (!view.lease) await this._moved();
    else await this._open();
  }

  /** The conversation is open in this tab. */
  async _open() {
    this.tabs.take(this.session.id);
    await this._delivery.open(this.session.id);
    // Don't replace the text while the user is typing.
    if (this.phase === "talking") this._heartbeat.plan(this.lease.heartbeat_seconds);
    else {
      await this._draft.open(this._hold, this.conversation, this._transcript);
      this._heartbeat.plan(this._draft.unsaved ? 0 : this.lease.heartbeat_seconds);
    }
    this._enter("opened");
    // A tab that crashed while sending may have left the message in the draft as well.
    if (this.sending?.content === this.text.trim()) this.type("");
    this._changed();
    if (this.underWay) this._delivery.run();
    else if (!this.sending && this.conversation.reply_status === "pending") this.askAgain();
  }

  /** @param {number} after @param {number} limit @returns {Promise<Message[]>} */
  async _page(after, limit) {
    const query = { session_id: this.session.id, after, limit };
    return (await this.client.call("message", { method: "GET", query })).messages;
  }

  async _close() {
    this._heartbeat.pause();
    await this._draft.leave(this.session.id);
    await this._delivery.open(this.session.id);
    const stored = await this._store.texts(this.client.userId, this.session.id);
    this._enter("closed");
    this._exchange.forget();
    this._pauses.wake();
    // Keep a message that never arrived, and any unsent text, so that the user can read and copy them.
    this._delivery.giveUp();
    const texts = [this.sending?.content, this.text, ...stored.map(({ text }) => text), this.conversation?.draft];
    const left = texts.map((text) => text?.trim() ?? "").filter((text) => text && !this._transcript.says(text));
    this.unsent = [...new Set(left)];
    if (!left.length) await this._deleteTexts();
    this.tabs.leave(this.session.id);
    this._changed();
  }

  /** @override */
  _leave() {
    this._pauses.wake();
    return this._draft.leave(this.session.id);
  }

  /** Apply what a message's response says about the conversation as a whole. @param {MessageResponse} data */
  async _learn(data) {
    this.conversation = { ...this.conversation, state: data.state, profile: data.profile, last_seq: data.last_seq };
    this.session = { ...this.session, ...data.session };
    if (data.lease) this.lease = { ...this.lease, ...data.lease };
    if (this.session.status !== "in_progress" && data.reply_status !== "pending") await this._close();
  }

  /** @param {Message} message */
  _append(message) {
    if (!this._transcript.add(message)) return;
    if (message.role === "candidate") this.conversation.messages_left -= 1;
    this.dispatchEvent(new Event("message"));
  }

  /** The draft has become a message: start a new one. */
  _nextDraft() {
    return this._draft.next(this._hold, () => this.phase === "talking");
  }

  _deleteTexts() {
    return this._store.deleteTexts(this.client.userId, this.session.id);
  }

  // Heartbeats and drafts ----------------------------------------------------------------------

  /** @override @returns {Beat | null} */
  _nextBeat() {
    if (!this._running) return null;
    const draft = this._draft.outgoing();
    if (draft) this._changed();
    return { body: { ...this._hold, draft } };
  }

  /** @override @param {Beaten} response @param {Beat} beat */
  async _beaten(response, { body: { draft } }) {
    this._contact(null);
    this.lease = response.lease ?? this.lease;
    if (response.status !== "in_progress") {
      await this._refresh();
      return;
    }
    if (draft) this._draft.taken(draft.text, response.draft_saved_at);
    this._heartbeat.plan(this._draft.unsaved ? Heartbeat.draftSeconds(this.lease) : this.lease.heartbeat_seconds);
    this._changed();
  }

  /** @override @param {Problem} problem */
  async _beatFailed(problem) {
    this._draft.notTaken();
    this._contact(problem);
    if (!(await this._lost(problem))) {
      if (waits(problem)) this._heartbeat.retry(problem);
      else this._heartbeat.plan(this.lease.heartbeat_seconds);
    }
    this._changed();
  }

  /** Handle a failure to fetch the state. @override @param {Problem} problem */
  async _trouble(problem) {
    if (!waits(problem)) throw problem;
    await this._beatFailed(problem);
  }

  /** @override */
  _soon() {
    if (!this._running) return;
    this._pauses.wake();
    this._heartbeat.soon();
    this._exchange.look();
  }

  /** @override */
  _saveBeforeLeaving() {
    if (!this._running) return;
    this._draft.write();
    if (this._draft.unsaved) this._heartbeat.beatBeforeLeaving();
  }
}
