// @ts-check
/** What is being written in a conversation: the text, and where it is by now. It becomes a message when it is sent. */
import { Drafts } from "./drafts.js";
import { SetAside } from "./set-aside.js";

/** A message is the draft at this position. */
const POSITION = 0;
/** Characters a message may have, and bytes of UTF-8 a draft. */
const MESSAGE_CHARACTERS = 20_000;
const DRAFT_BYTES = 65_536;

export class Writing {
  /**
   * @param {object} parts
   * @param {import("./store.js").DeviceStore} parts.store
   * @param {string} parts.userId
   * @param {() => void} parts.onStored told when the text is on this device, or could not be put there
   */
  constructor({ store, userId, onStored }) {
    this.text = "";
    /** @type {"empty" | "typing" | "device" | "saving" | "saved"} */
    this.saved = "empty";
    /** When the server took it. @type {string | null} */
    this.savedAt = null;
    this._serverText = "";
    this._store = store;
    this._userId = userId;
    this._aside = new SetAside(store, userId);
    /** What of that is offered. @type {import("./store.js").Draft[]} */
    this._offered = [];
    this._drafts = new Drafts(store, userId, (durable) => {
      if (this.saved === "typing" && durable) this.saved = "device";
      onStored();
    });
  }

  /** What was written for this conversation, too, and has no other place; null when there is nothing. */
  get otherText() {
    return this._offered.length ? this._offered.map(({ text }) => text).join("\n\n") : null;
  }

  /** By how many characters the text is too long for one message; 0 when it fits. */
  get excess() {
    const text = this.text.trim();
    // Characters outside the first plane are one each, and two units of a JavaScript string.
    return text.length <= MESSAGE_CHARACTERS ? 0 : Math.max(0, [...text].length - MESSAGE_CHARACTERS);
  }

  /** Is there a text that the server does not have, and could take as a draft? */
  get unsaved() {
    if (this.text === this._serverText) return false;
    return this.text.length * 3 <= DRAFT_BYTES || new Blob([this.text]).size <= DRAFT_BYTES;
  }

  /**
   * Go on with what was being written.
   * @param {import("./exchange.js").Hold} hold
   * @param {{draft: string | null, draft_saved_at?: string | null}} conversation what the server has
   * @param {import("./transcript.js").Transcript} transcript
   */
  async open({ session_id: sessionId, lease }, { draft, draft_saved_at: savedAt }, transcript) {
    const before = this.text;
    const { text, other } = await this._drafts.open(sessionId, { position: POSITION, draft }, lease);
    this.text = text;
    const lost = (/** @type {string} */ one) => !text.includes(one.trim()) && !transcript.says(one);
    // The next key writes over the one, and the other was written here before the conversation moved, and did not come along.
    for (const one of [other ?? "", before].filter(lost)) await this._aside.add(sessionId, one);
    if (other !== null && this._store.durable) await this._drafts.write();
    const aside = await this._aside.all(sessionId);
    this._offered = aside.filter((draft) => lost(draft.text));
    await this._aside.forget(aside.filter((draft) => !lost(draft.text)));
    this._serverText = draft ?? "";
    this.savedAt = draft ? (savedAt ?? null) : null;
    this.saved = !text ? "empty" : text === this._serverText ? "saved" : "device";
  }

  /** @param {string} text */
  type(text) {
    this.text = text;
    this._drafts.type(text);
    this.saved = text ? "typing" : "empty";
  }

  /** Nothing is being written any more: the text, if there was one, is a message now, or was thrown away. */
  clear() {
    this.text = "";
    this.saved = "empty";
    this._serverText = "";
  }

  /**
   * The draft has become a message: begin another one, with what may have been typed meanwhile.
   * @param {import("./exchange.js").Hold} hold
   * @param {() => boolean} open is the conversation still open here?
   */
  async next({ session_id: sessionId, lease }, open) {
    await this._drafts.close();
    await this._drafts.open(sessionId, { position: POSITION, draft: null }, lease);
    if (!open()) this._drafts.current = null;
    else if (this.text) this._drafts.type(this.text);
  }

  /** Put it on this device now. */
  write() {
    return this._drafts.write();
  }

  /**
   * The conversation is not open here any more: the text stays on this device as it is.
   * @param {string} sessionId
   */
  async leave(sessionId) {
    const { text } = this;
    // What is there before this is written; nothing waits for the answer.
    const before = this._store.drafts(this._userId, sessionId);
    await this._drafts.leave();
    const stored = (await before).find(({ position }) => position === POSITION);
    // What was only here until now: the draft of this device may be another tab's already, or is soon.
    if (text.trim() && text !== this._serverText && !stored?.text.includes(text)) await this._aside.add(sessionId, text);
  }

  /** Put what is offered below the text. */
  async takeOther() {
    const offered = this._offered.splice(0);
    this.type([this.text, ...offered.map(({ text }) => text)].filter(Boolean).join("\n\n"));
    await this._drafts.write();
    // Where there was no room for it, it stays where it is as well.
    if (this._store.durable) await this._aside.forget(offered);
  }

  /** The person does not want what is offered: it is, until it is gone. */
  async dropOther() {
    await this._aside.forget(this._offered);
    this._offered = [];
  }

  // Its way to the server ----------------------------------------------------------------------

  /** The draft for the server; undefined when there is none for it. It counts as under way from here on. */
  outgoing() {
    if (!this.unsaved) return undefined;
    if (this._drafts.current) {
      this._drafts.current.sent = this.text;
      if (this.text) this.saved = "saving";
    }
    return { position: POSITION, text: this.text };
  }

  /** The server has it. @param {string} text @param {string} at */
  taken(text, at) {
    this._serverText = text;
    this.savedAt = at;
    if (this._drafts.current) {
      this._drafts.current.saved = text;
      this._drafts.write();
    }
    this.saved = this.text !== text ? "typing" : text ? "saved" : "empty";
  }

  /** The server did not answer. */
  notTaken() {
    if (this.saved === "saving") this.saved = "device";
  }
}
