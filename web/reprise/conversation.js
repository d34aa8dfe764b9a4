// @ts-check
/**
 * A conversation in this tab: holds the session, saves what is being written, sends it, and shows the reply while it is being
 * written. Draws nothing.
 *
 * `phase` says where things stand:
 * - `idle`: nothing is open yet
 * - `talking`: the conversation is open here
 * - `moved`: another tab or device has it; `text` is what was written here
 * - `closed`: it is over
 *
 * `sending` is the message under way: `{message_id, content, problem}`, null when there is none; `reply` says how the answer
 * stands: `none`, `waiting`, `writing` (then `partial` is what has come of it), or `missing`: the interviewer has not answered
 * and can be asked again.
 *
 * Events: `change` after anything changed; `message` when a message was added to the end of `messages`; `delta` when `partial` grew.
 */
import { Drafts } from "./drafts.js";
import { backoff, pause } from "./http.js";
import { NO_ANSWER, Problem, noAnswer } from "./problems.js";

const PAGE = 50;
const REPLY_SECONDS = 120;
/** How often a reply that did not come is asked for by itself. */
const REPLY_TRIES = 2;
/** A message is the draft at this position. */
const POSITION = 0;
const KEEPALIVE_BYTES = 60_000;

/** @typedef {"idle" | "talking" | "moved" | "closed"} Phase */
/** @typedef {{message_id: string, content: string, problem: Problem | null}} Sending */

/**
 * The events of a `text/event-stream`, as they come.
 * @param {Response} response
 * @returns {AsyncGenerator<{name: string, data: any}>}
 */
export async function* eventsOf(response) {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    held += value;
    const blocks = held.split("\n\n");
    held = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n");
      const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
      if (name && data.length) yield { name, data: JSON.parse(data.join("\n")) };
    }
  }
}

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
    /** @type {Phase} */
    this.phase = "idle";
    /** @type {any} */
    this.session = null;
    /** Topic, state and the interviewer's notes, as the server tells them. @type {any} */
    this.conversation = null;
    /** @type {any} */
    this.lease = null;
    /** The end of the transcript, oldest first; `loadOlder` brings more. @type {any[]} */
    this.messages = [];
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
    this._drafts = new Drafts(store, client.userId, (durable) => this._stored(durable));
    this._serverText = "";
    this._beatTimer = 0;
    this._beatAt = Infinity;
    this._beating = false;
    this._failures = 0;
    this._ending = new AbortController();
    this._listen();
  }

  /** Are there messages before the first of `messages`? */
  get hasOlder() {
    return this.messages.length > 0 && this.messages[0].seq > 1;
  }

  /** Can what is written be sent now? Not while the interviewer is busy with the message before. */
  get canSend() {
    return this.phase === "talking" && !this.sending && this.reply !== "waiting" && this.reply !== "writing";
  }

  // What a person does -------------------------------------------------------------------------

  /**
   * Go on with a conversation, or look at one that is over.
   * @param {string} sessionId
   * @param {{takeover?: boolean}} [options]
   */
  async resume(sessionId, { takeover = false } = {}) {
    const view = await this.client.resume({ session_id: sessionId, client_id: this.tabs.clientId, takeover });
    await this._adopt(view);
  }

  /** Bring the messages before those that are shown. */
  async loadOlder() {
    if (!this.hasOlder) return;
    const first = this.messages[0].seq;
    const after = Math.max(0, first - 1 - PAGE);
    const page = await this._page(after, first - 1 - after);
    this.messages = [...page, ...this.messages.filter(({ seq }) => seq > (page.at(-1)?.seq ?? 0))];
    this._changed();
  }

  /** @param {string} text */
  type(text) {
    if (this.phase !== "talking" || text === this.text) return;
    this.text = text;
    this._drafts.type(text);
    this.saved = text ? "typing" : "empty";
    this._plan(this._draftSeconds());
    this._changed();
  }

  /** Send what is written. */
  async send() {
    const content = this.text.trim();
    if (!this.canSend || !content) return;
    this._setSending({ message_id: crypto.randomUUID(), content, problem: null });
    this.text = "";
    this.saved = "empty";
    this._serverText = "";
    await this._drafts.close();
    await this._openDraft(null);
    await this._deliver();
  }

  /** Ask for the reply that did not come, or send again what did not arrive. */
  async askAgain() {
    if (this.sending) await this._deliver();
    else {
      const last = this.messages.at(-1);
      if (last?.role === "candidate") await this._exchange(last.message_id, last.content);
    }
  }

  /** Take back a message that was refused, to change it. */
  takeBack() {
    if (!this.sending?.problem || this.phase !== "talking") return;
    const { content } = this.sending;
    this._setSending(null);
    this.type(this.text ? `${content}\n\n${this.text}` : content);
  }

  /** @param {"completed" | "cancelled"} outcome */
  async finish(outcome) {
    if (this.text !== this._serverText) await this._beat();
    try {
      await this._adopt(await this.client.finish({ session_id: this.session.id, lease: this.lease.number, outcome }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "lease_lost") await this._moved();
      else if (error.code === "session_closed") await this._refresh();
      else throw error;
    }
  }

  /** Leave the page. */
  stop() {
    this._ending.abort();
    clearTimeout(this._beatTimer);
    if (this.session) this.tabs.leave(this.session.id);
  }

  // The server's view --------------------------------------------------------------------------

  /** @param {any} view */
  async _adopt(view) {
    this._reached();
    this.session = view.session;
    this.conversation = view.conversation ?? this.conversation;
    this.lease = view.lease;
    await this._loadEnd();
    if (view.session.status !== "in_progress") return this._close();
    if (!view.lease) return this._moved();
    this.tabs.take(view.session.id);
    this.phase = "talking";
    await this._openDraft(this.conversation.draft);
    this._restoreSending();
    // A tab that went down on the way may have left the message as the draft, too.
    if (this.sending?.content === this.text.trim()) this.type("");
    this._changed();
    if (this.sending) this._deliver();
    else if (this.conversation.reply_status === "pending") this.askAgain();
  }

  async _loadEnd() {
    const last = this.conversation?.last_seq ?? 0;
    this.messages = await this._page(Math.max(0, last - PAGE), PAGE);
  }

  /** @param {number} after @param {number} limit @returns {Promise<any[]>} */
  async _page(after, limit) {
    const query = { session_id: this.session.id, after, limit };
    return (await this.client.call("message", { method: "GET", query })).messages;
  }

  /** @param {string | null} draft what the server has */
  async _openDraft(draft) {
    const { text, other } = await this._drafts.open(this.session.id, { position: POSITION, draft }, this.lease.number);
    this.text = text;
    this.otherText = other;
    this._serverText = draft ?? "";
    this.savedAt = draft ? (this.conversation.draft_saved_at ?? null) : null;
    this.saved = !text ? "empty" : text === this._serverText ? "saved" : "device";
    this._plan(text === this._serverText ? this.lease.heartbeat_seconds : 0);
  }

  async _close() {
    this.phase = "closed";
    this.reply = "none";
    clearTimeout(this._beatTimer);
    // A message that never arrived stays to be read and copied.
    this._restoreSending();
    if (this.sending) this.sending.problem ??= noAnswer();
    this.tabs.leave(this.session.id);
    this._changed();
  }

  async _moved() {
    if (this.phase === "moved" || this.phase === "closed") return;
    this.phase = "moved";
    clearTimeout(this._beatTimer);
    await this._drafts.write();
    this._changed();
  }

  // Messages -----------------------------------------------------------------------------------

  async _deliver() {
    const { sending } = this;
    if (!sending) return;
    sending.problem = null;
    this._changed();
    for (let number = 1; this.phase === "talking" && this.sending === sending; number += 1) {
      const problem = await this._exchange(sending.message_id, sending.content);
      if (!problem || this.sending !== sending) return;
      sending.problem = problem;
      this._changed();
      // Until it has arrived: nobody needs to press anything for that.
      if (!problem.repeatable) return;
      await pause(Math.max(Math.min(8, backoff(number)), problem.retryAfterSeconds ?? 0));
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
    try {
      for (let number = 1; number <= REPLY_TRIES; number += 1) {
        this._expect("waiting");
        const status = await this._stream(messageId, content, () => (stored = true));
        if (status !== "pending") {
          this._expect("none");
          return null;
        }
        if (number < REPLY_TRIES) await pause(2);
      }
      this._expect("missing");
      return null;
    } catch (error) {
      // A stream that breaks off is a call without an answer.
      const problem = error instanceof Problem ? error : noAnswer(error);
      this._expect(stored ? "missing" : "none");
      if (problem.code === "lease_lost") await this._moved();
      else if (problem.code === "session_closed") await this._refresh();
      else if (problem.code === NO_ANSWER) this.offline = true;
      this._changed();
      return stored ? null : problem;
    }
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
    for await (const { name, data } of eventsOf(response)) {
      if (name === "delta") {
        this.partial += data.text;
        this.reply = "writing";
        this.dispatchEvent(new Event("delta"));
        continue;
      }
      this._reached();
      if (!this.messages.some(({ seq }) => seq === data.message.seq)) this._append(data.message);
      if (this.sending?.message_id === data.message.message_id) this._setSending(null);
      onStored();
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
    if (this.messages.some(({ seq }) => seq === message.seq)) return;
    this.messages = [...this.messages, message].sort((a, b) => a.seq - b.seq);
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
      await this._adopt(await this.client.resume({ session_id: this.session.id, client_id: this.tabs.clientId }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "live_elsewhere" || error.code === "session_in_progress") await this._moved();
      else if (error.repeatable) this._retryLater(error);
      else throw error;
    }
  }

  /** What is under way is on this device until it has arrived: a tab that goes down takes no message with it. */
  get _sendingKey() {
    return `reprise-saying:${this.client.userId}:${this.session.id}`;
  }

  /** @param {Sending | null} sending */
  _setSending(sending) {
    this.sending = sending;
    try {
      if (sending) localStorage.setItem(this._sendingKey, JSON.stringify({ ...sending, problem: null }));
      else localStorage.removeItem(this._sendingKey);
    } catch {
      // Without a place on the device it lives as long as the tab.
    }
  }

  _restoreSending() {
    try {
      this.sending ??= JSON.parse(localStorage.getItem(this._sendingKey) ?? "null");
    } catch {
      return;
    }
    if (this.sending && this.messages.some(({ message_id: id }) => id === this.sending?.message_id)) this._setSending(null);
  }

  // Signs of life and drafts -------------------------------------------------------------------

  /** A little before the server wants it: the request needs time as well. */
  _draftSeconds() {
    return Math.max(0.5, (this.lease?.draft_seconds ?? 5) - 3);
  }

  /** @param {number} seconds */
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
    if (this.phase !== "talking") return;
    if (this._beating && !keepalive) return this._plan(0.2);
    const { text } = this;
    const draft = text === this._serverText ? undefined : { position: POSITION, text };
    if (draft && this._drafts.current) {
      this._drafts.current.sent = text;
      if (text) this.saved = "saving";
      this._changed();
    }
    this._beating = true;
    try {
      const body = { session_id: this.session.id, lease: this.lease.number, draft };
      const answer = await this.client.heartbeat(body, { tries: 1, keepalive, deadlineSeconds: 8 });
      this._reached();
      this.lease = answer.lease ?? this.lease;
      if (answer.status !== "in_progress") return await this._refresh();
      if (draft) this._draftSaved(draft.text, answer.draft_saved_at);
      this._plan(this.text === this._serverText ? this.lease.heartbeat_seconds : this._draftSeconds());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (this.saved === "saving") this.saved = "device";
      if (error.code === "lease_lost") await this._moved();
      else if (error.code === "session_closed") await this._refresh();
      else this._retryLater(error);
    } finally {
      this._beating = false;
    }
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

  /** @param {Problem} problem */
  _retryLater(problem) {
    this.offline = problem.code === NO_ANSWER || problem.status >= 500;
    this._failures += 1;
    this._plan(Math.max(Math.min(5, backoff(this._failures)), problem.retryAfterSeconds ?? 0));
    this._changed();
  }

  _reached() {
    this._failures = 0;
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
    globalThis.document?.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? this._lastWords() : this._soon()), { signal });
  }

  _soon() {
    if (this.phase !== "talking") return;
    this._failures = 0;
    this._plan(0);
  }

  _lastWords() {
    this._drafts.write();
    if (this.phase !== "talking" || this.text === this._serverText) return;
    this._beat({ keepalive: new Blob([this.text]).size < KEEPALIVE_BYTES });
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}
