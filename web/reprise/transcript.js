// @ts-check
/** What was said in a conversation, as far as it is here: its end, and what came before when it was asked for. */

const PAGE = 50;

/**
 * @typedef {(after: number, limit: number) => Promise<any[]>} LoadPage the messages after one, by their `seq`, which counts from 1
 *   without gaps
 */

export class Transcript {
  /** @param {LoadPage} load */
  constructor(load) {
    this._load = load;
    /** Oldest first. @type {any[]} */
    this.messages = [];
  }

  /** Are there messages before the first that is here? */
  get hasOlder() {
    return this.messages.length > 0 && this.messages[0].seq > 1;
  }

  /** The `seq` of the last message; 0 when there is none. */
  get lastSeq() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /**
   * Load the end, up to a message. What came while it was on its way stays, and so do earlier messages that were asked for.
   * @param {number} lastSeq
   */
  async loadEnd(lastSeq) {
    const page = await this._load(Math.max(0, lastSeq - PAGE), PAGE);
    const [first, last] = [page[0]?.seq ?? 1, page.at(-1)?.seq ?? 0];
    const before = this.messages.filter(({ seq }) => seq < first);
    const later = this.messages.filter(({ seq }) => seq > last);
    this.messages = [...(before.at(-1)?.seq === first - 1 ? before : []), ...page, ...later];
  }

  /** Load the messages before those that are here. */
  async loadOlder() {
    if (!this.hasOlder) return;
    const first = this.messages[0].seq;
    const after = Math.max(0, first - 1 - PAGE);
    const page = await this._load(after, first - 1 - after);
    this.messages = [...page, ...this.messages.filter(({ seq }) => seq > (page.at(-1)?.seq ?? 0))];
  }

  /** What came after the last message that is here. @returns {Promise<any[]>} */
  later() {
    return this._load(this.lastSeq, PAGE);
  }

  /** Add a message in its place; false when it is here already. @param {any} message */
  add(message) {
    if (this.messages.some(({ seq }) => seq === message.seq)) return false;
    this.messages = [...this.messages, message].sort((a, b) => a.seq - b.seq);
    return true;
  }

  /** @param {string} messageId */
  has(messageId) {
    return this.messages.some(({ message_id: id }) => id === messageId);
  }

  /** Was something said by the candidate after a message? @param {number} seq */
  wentOnAfter(seq) {
    return this.messages.some((message) => message.role === "candidate" && message.seq > seq);
  }

  /** @param {string} text */
  says(text) {
    return this.messages.some(({ content }) => content === text.trim());
  }
}
