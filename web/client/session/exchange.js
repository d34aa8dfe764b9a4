// @ts-check
/**
 * Sends a message and reads its reply as a stream.
 *
 * `reply` is `none`, `waiting`, `writing` (`partial` has the part received so far), or `missing`: the message is
 * stored, but there is no reply and it can be requested again. The caller applies responses to the conversation.
 */
import { eventsOf } from "../http/event-stream.js";
import { noAnswer, Problem } from "../http/problems.js";

/** @import { MessageResponse } from "../result-types.js" */

const REPLY_SECONDS = 120;
/** How many times a message is sent automatically to get its reply. */
const REPLY_TRIES = 2;
/** How often, and at which interval, the transcript is checked for a reply that was requested elsewhere. */
const LOOKS = 15;
const LOOK_SECONDS = 3;

/** @typedef {{session_id: string, lease: number}} Hold the fields that every call on a held conversation carries */
/** @typedef {{message_id: string, content: string}} Message */
/** @typedef {import("../result-types.js").Message} StoredMessage */

export class Exchange {
  /**
   * @param {object} parts
   * @param {import("../http/client.js").Reprise} parts.client
   * @param {import("./transcript.js").Transcript} parts.transcript
   * @param {import("./pauses.js").Pauses} parts.pauses waits between tries
   * @param {AbortSignal} parts.ending cancels running requests
   * @param {() => Hold | null} parts.hold null if the conversation is not open here
   * @param {(message: StoredMessage) => void} parts.onMessage called with messages that the transcript may
   *   lack
   * @param {(response: MessageResponse) => Promise<void>} parts.onResponse called with each response, for the
   *   conversation's state
   * @param {(problem: Problem | null) => void} parts.onContact called with null on a response, with the problem on a
   *   failure
   * @param {(problem: Problem) => Promise<unknown>} parts.onRefused called once if the last try failed
   * @param {() => void} parts.onDelta called when `partial` grew
   * @param {() => void} parts.onChange
   */
  constructor({
    client,
    transcript,
    pauses,
    ending,
    hold,
    onMessage,
    onResponse,
    onContact,
    onRefused,
    onDelta,
    onChange,
  }) {
    /** @type {"none" | "waiting" | "writing" | "missing"} */
    this.reply = "none";
    this.partial = "";
    this._client = client;
    this._transcript = transcript;
    this._pauses = pauses;
    this._ending = ending;
    this._hold = hold;
    this._onMessage = onMessage;
    this._onResponse = onResponse;
    this._onContact = onContact;
    this._onRefused = onRefused;
    this._onDelta = onDelta;
    this._onChange = onChange;
    this._looking = false;
  }

  /** Is a reply pending? */
  get busy() {
    return this.reply === "waiting" || this.reply === "writing";
  }

  /**
   * Send a message, or resend it to get its reply. The reply is shown as it streams in.
   * @param {Message} message
   * @param {object} [options]
   * @param {boolean} [options.stored] does the server already have the message?
   * @param {(messageId: string) => Promise<void>} [options.onStored] called once it does
   * @returns {Promise<Problem | null>} why the message did not arrive; null if it did
   */
  async send(message, { stored = false, onStored = async () => {} } = {}) {
    if (this.busy) return null;
    const arrived = (/** @type {string} */ messageId) => {
      stored = true;
      return onStored(messageId);
    };
    /** @type {Problem | null} */
    let problem = null;
    for (let number = 1; number <= REPLY_TRIES; number += 1) {
      if (number > 1) await this._pauses.pause(2);
      const hold = this._hold();
      if (!hold) break;
      this._expect("waiting");
      try {
        const status = await this._stream(
          { ...hold, message_id: message.message_id, content: message.content },
          arrived,
        );
        problem = null;
        if (status === "pending") continue;
        this._expect("none");
        return null;
      } catch (error) {
        // A broken stream counts as no response, but a message that it confirmed is stored.
        problem = error instanceof Problem ? error : noAnswer(error);
        this._onContact(problem);
        if (!stored || !problem.repeatable) break;
      }
    }
    this._expect(stored && this._hold() ? "missing" : "none");
    if (problem) await this._onRefused(problem);
    this.look();
    return stored ? null : problem;
  }

  /**
   * Check the transcript for a missing reply that another tab or device requested. Unlike a request for the reply, this
   * is cheap.
   */
  async look() {
    const wanted = () => this.reply === "missing" && this._hold() !== null && !this._pauses.over;
    if (this.reply !== "missing" || this._looking) return;
    this._looking = true;
    for (let number = 0; number < LOOKS && wanted(); number += 1) {
      await this._pauses.pause(LOOK_SECONDS);
      const found = wanted() ? await this._transcript.later().catch(() => []) : [];
      for (const message of found) this._onMessage(message);
      if (wanted() && this._transcript.messages.at(-1)?.role === "interviewer") this._expect("none");
    }
    this._looking = false;
  }

  /** Stop waiting for a reply. */
  forget() {
    this.reply = "none";
  }

  /**
   * @param {Hold & Message} body
   * @param {(messageId: string) => Promise<void>} onStored
   * @returns {Promise<string>} the reply's status; `pending` if it has not come
   */
  async _stream(body, onStored) {
    const response = await this._client.send("message", {
      body,
      headers: { accept: "text/event-stream" },
      tries: 1,
      deadlineSeconds: REPLY_SECONDS,
      signal: this._ending,
    });
    for await (const { name, data } of answerOf(response)) {
      if (name === "delta") {
        this.partial += data.text;
        this.reply = "writing";
        this._onDelta();
        continue;
      }
      if (!data.message) break;
      this._onContact(null);
      this._onMessage(data.message);
      await onStored(data.message.message_id);
      if (name !== "message" && data.reply) this._onMessage(data.reply);
      await this._onResponse(data);
      if (name !== "message") return data.reply_status;
      this._onChange();
    }
    throw noAnswer();
  }

  /** @param {"none" | "waiting" | "missing"} reply */
  _expect(reply) {
    this.reply = reply;
    this.partial = "";
    this._onChange();
  }
}

/**
 * The events of a response to a message. If an intermediary buffered it into JSON, only the last event.
 * @param {Response} response
 */
async function* answerOf(response) {
  if (!response.headers.get("content-type")?.startsWith("application/json")) return yield* eventsOf(response);
  yield { name: "reply", data: await response.json() };
}
