// @ts-check
/** A conversation as state. Begins it, or continues it, with the first subscriber. */
import { Conversation } from "../session/conversation.js";
import { openConversation } from "../session/opening.js";
import { OPENING, SessionStore } from "./session-store.js";

/** @import { Message } from "../result-types.js" */
/** @import { ConversationView } from "../types.js" */

/**
 * - `opening`, `blocked` and `failed` as in `InterviewPhase`
 * - the others are the phases of `Conversation`
 * @typedef {"opening" | "blocked" | "failed" | "talking" | "moved" | "closed"} ConversationPhase
 */

/**
 * @typedef {object} ConversationFields
 * @property {ConversationPhase} phase
 * @property {ConversationView | null} conversation
 * @property {Message[]} messages the latest part of the transcript, oldest first
 * @property {boolean} hasOlder does the server have messages before those? `loadOlder` loads them
 * @property {string} text the draft
 * @property {string} saved where the draft is stored: `empty`, `typing`, `device`, `saving` or `saved`
 * @property {number} excess how many characters the draft exceeds the limit by
 * @property {boolean} canSend
 * @property {string | null} sending the message that is being sent
 * @property {boolean} refused was it rejected for good? `takeBack` returns it to the draft
 * @property {Conversation["reply"]} reply the state of the interviewer's reply
 * @property {string} partial the part of the reply received so far
 * @property {string | null} otherText texts from elsewhere: offer `takeOther` and `dropOther`
 * @property {string[]} unsent texts that never became part of a closed conversation, until `forgetUnsent`
 */
/** @typedef {ConversationFields & import("./session-store.js").Opening} ConversationState */

/** @type {ConversationState} */
export const CONVERSATION_OPENING = {
  ...OPENING,
  phase: "opening",
  conversation: null,
  messages: [],
  hasOlder: false,
  text: "",
  saved: "empty",
  excess: 0,
  canSend: false,
  sending: null,
  refused: false,
  reply: "none",
  partial: "",
  otherText: null,
  unsent: [],
};

/** @extends {SessionStore<Conversation, ConversationState>} */
export class ConversationStore extends SessionStore {
  /**
   * @param {import("../http/client.js").Reprise} client with the `userId` of the signed-in user
   * @param {import("../session/opening.js").ConversationToOpen} what
   */
  constructor(client, what) {
    super(client, CONVERSATION_OPENING, ["change", "message", "delta"]);
    this._what = what;
  }

  /** Set the draft. @param {string} text */
  type(text) {
    this.live?.type(text);
  }

  /** Send the draft as a message. */
  async send() {
    await this.live?.send();
  }

  /** Request a missing reply, or retry a message that has not arrived. */
  async askAgain() {
    await this.live?.askAgain();
  }

  /** Return a rejected message to the draft. */
  async takeBack() {
    await this.live?.takeBack();
  }

  /** Load the messages before the first loaded one. */
  async loadOlder() {
    await this.live?.loadOlder();
  }

  /** Append the texts of `otherText` to the draft. */
  async takeOther() {
    await this.live?.takeOther();
  }

  /** Discard the texts of `otherText`. */
  async dropOther() {
    await this.live?.dropOther();
  }

  /** Discard `unsent` once the user has seen it. */
  async forgetUnsent() {
    await this.live?.forgetUnsent();
  }

  /** End the conversation. Throws a `Problem`. @param {"completed" | "cancelled"} outcome */
  async finish(outcome) {
    await this.live?.finish(outcome);
  }

  /** @override @param {ConstructorParameters<typeof Conversation>[0]} parts */
  _make(parts) {
    return new Conversation(parts);
  }

  /** @override @param {Conversation} conversation @param {import("../session/opening.js").OpenOptions} options */
  _openLive(conversation, options) {
    return openConversation(conversation, this._what, options);
  }

  /** @override @param {Conversation} live */
  _stateOf(live) {
    const { conversation, messages, hasOlder, text, saved, excess, canSend, refused, reply, partial } = live;
    const { otherText, unsent, sending } = live;
    return {
      conversation,
      messages: [...messages],
      hasOlder,
      text,
      saved,
      excess,
      canSend,
      sending: sending?.content ?? null,
      refused: Boolean(refused),
      reply,
      partial,
      otherText,
      unsent,
    };
  }
}
