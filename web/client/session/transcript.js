// @ts-check
/** The loaded part of a conversation's transcript: its end, and older pages as requested. */

/** @import { Message } from "../result-types.js" */

const PAGE = 50;

/**
 * @typedef {(after: number, limit: number) => Promise<Message[]>} LoadPage messages after a `seq`; `seq` counts from 1
 *   without gaps
 */

export class Transcript {
  /** @param {LoadPage} load */
  constructor(load) {
    this._load = load;
    /** Oldest first. @type {Message[]} */
    this.messages = [];
  }

  /** Does the server have messages before the first loaded one? */
  get hasOlder() {
    return this.messages.length > 0 && this.messages[0].seq > 1;
  }

  /** The `seq` of the last message; 0 if there is none. */
  get lastSeq() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /**
   * Load the page that ends with the given message. Messages that arrive meanwhile stay, and so do older pages already
   * loaded.
   * @param {number} lastSeq
   */
  async loadEnd(lastSeq) {
    const page = await this._load(Math.max(0, lastSeq - PAGE), PAGE);
    const [first, last] = [page[0]?.seq ?? 1, page.at(-1)?.seq ?? 0];
    const before = this.messages.filter(({ seq }) => seq < first);
    const later = this.messages.filter(({ seq }) => seq > last);
    this.messages = [...(before.at(-1)?.seq === first - 1 ? before : []), ...page, ...later];
  }

  /** Load the page before the first loaded message. */
  async loadOlder() {
    if (!this.hasOlder) return;
    const first = this.messages[0].seq;
    const after = Math.max(0, first - 1 - PAGE);
    const page = await this._load(after, first - 1 - after);
    this.messages = [...page, ...this.messages.filter(({ seq }) => seq > (page.at(-1)?.seq ?? 0))];
  }

  /** Fetch messages after the last loaded one. @returns {Promise<Message[]>} */
  later() {
    return this._load(this.lastSeq, PAGE);
  }

  /** Insert a message in order; false if it is already there. @param {Message} message */
  add(message) {
    if (this.messages.some(({ seq }) => seq === message.seq)) return false;
    this.messages = [...this.messages, message].sort((a, b) => a.seq - b.seq);
    return true;
  }

  /** @param {string} messageId */
  has(messageId) {
    return this.messages.some(({ message_id: id }) => id === messageId);
  }

  /** Did the candidate say something after this message? @param {number} seq */
  wentOnAfter(seq) {
    return this.messages.some((message) => message.role === "candidate" && message.seq > seq);
  }

  /** @param {string} text */
  says(text) {
    return this.messages.some(({ content }) => content === text.trim());
  }
}
