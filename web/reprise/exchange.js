// @ts-check
/**
 * A message and its reply: sends the one, and reads the other while it is being written.
 *
 * `reply` is `none`, `waiting`, `writing` (then `partial` is what has come of it), or `missing`: the message is there, but the
 * interviewer has not answered and can be asked again. What an answer means for the conversation is the caller's.
 */
import { eventsOf } from "./event-stream.js";
import { Problem, noAnswer } from "./problems.js";

const REPLY_SECONDS = 120;
/** How often a reply that did not come is asked for by itself. */
const REPLY_TRIES = 2;
/** How often, and after how many seconds each time, the transcript is looked at for a reply that was asked for elsewhere. */
const LOOKS = 15;
const LOOK_SECONDS = 3;

/** @typedef {{session_id: string, lease: number}} Hold what a call has to name to take part in a conversation that is open here */
/** @typedef {{message_id: string, content: string}} Message */

export class Exchange {
  /**
   * @param {object} parts
   * @param {import("./client.js").Reprise} parts.client
   * @param {import("./transcript.js").Transcript} parts.transcript
   * @param {import("./rest.js").Rest} parts.rest between two tries
   * @param {AbortSignal} parts.ending breaks off what is under way
   * @param {() => Hold | null} parts.hold null when the conversation is not open here
   * @param {(message: any) => void} parts.onMessage told of what the transcript may not have yet
   * @param {(answer: any) => Promise<void>} parts.onAnswer told what an answer says about the conversation as a whole
   * @param {(problem: Problem | null) => void} parts.onContact told how the server could be reached
   * @param {(problem: Problem) => Promise<unknown>} parts.onRefused told at the end why the last try failed
   * @param {() => void} parts.onDelta `partial` grew
   * @param {() => void} parts.onChange
   */
  constructor({ client, transcript, rest, ending, hold, onMessage, onAnswer, onContact, onRefused, onDelta, onChange }) {
    /** @type {"none" | "waiting" | "writing" | "missing"} */
    this.reply = "none";
    this.partial = "";
    this._client = client;
    this._transcript = transcript;
    this._rest = rest;
    this._ending = ending;
    this._hold = hold;
    this._onMessage = onMessage;
    this._onAnswer = onAnswer;
    this._onContact = onContact;
    this._onRefused = onRefused;
    this._onDelta = onDelta;
    this._onChange = onChange;
    this._looking = false;
  }

  /** Is the interviewer busy with a message? */
  get busy() {
    return this.reply === "waiting" || this.reply === "writing";
  }

  /**
   * Send a message, or send it again for its reply, which is shown while it comes.
   * @param {Message} message
   * @param {object} [options]
   * @param {boolean} [options.stored] is the message in the conversation already?
   * @param {(messageId: string) => Promise<void>} [options.onStored] told when it is
   * @returns {Promise<Problem | null>} why it did not arrive
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
      if (number > 1) await this._rest.pause(2);
      const hold = this._hold();
      if (!hold) break;
      this._expect("waiting");
      try {
        const status = await this._stream({ ...hold, message_id: message.message_id, content: message.content }, arrived);
        problem = null;
        if (status === "pending") continue;
        this._expect("none");
        return null;
      } catch (error) {
        // A stream that breaks off is a call without an answer; what it had said of the message counts.
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

  /** Look for a missing reply that another tab or device asked for: it comes into the transcript, and looking there costs nothing. */
  async look() {
    const wanted = () => this.reply === "missing" && this._hold() !== null && !this._rest.over;
    if (this.reply !== "missing" || this._looking) return;
    this._looking = true;
    for (let number = 0; number < LOOKS && wanted(); number += 1) {
      await this._rest.pause(LOOK_SECONDS);
      const found = wanted() ? await this._transcript.later().catch(() => []) : [];
      for (const message of found) this._onMessage(message);
      if (wanted() && this._transcript.messages.at(-1)?.role === "interviewer") this._expect("none");
    }
    this._looking = false;
  }

  /** Nobody waits for a reply any more. */
  forget() {
    this.reply = "none";
  }

  /**
   * @param {Hold & Message} body
   * @param {(messageId: string) => Promise<void>} onStored
   * @returns {Promise<string>} the status of the reply: `pending` when it has not come
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
      await this._onAnswer(data);
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

/** The events of an answer to a message; where somebody on the way made it whole, its last one. @param {Response} response */
async function* answerOf(response) {
  if (!response.headers.get("content-type")?.startsWith("application/json")) return yield* eventsOf(response);
  yield { name: "reply", data: await response.json() };
}
