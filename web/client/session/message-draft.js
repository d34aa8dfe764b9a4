// @ts-check
/** The draft of a conversation's next message: the text, and where it is stored. Sending turns it into a message. */
import { Drafts } from "../storage/drafts.js";
import { SetAsideTexts } from "./set-aside-texts.js";

/** The position of a conversation's draft, in a heartbeat as on this device. */
const POSITION = 0;
/** Limits: characters of a message, UTF-8 bytes of a draft. */
const MESSAGE_CHARACTERS = 20_000;
const DRAFT_BYTES = 65_536;

export class MessageDraft {
  /**
   * @param {object} parts
   * @param {import("../storage/device-store.js").DeviceStore} parts.store
   * @param {string} parts.userId
   * @param {() => void} parts.onStored called after each attempt to store the text on this device
   */
  constructor({ store, userId, onStored }) {
    this.text = "";
    /** @type {"empty" | "typing" | "device" | "saving" | "saved"} */
    this.saved = "empty";
    /** When the server saved the draft. @type {string | null} */
    this.savedAt = null;
    this._serverText = "";
    this._store = store;
    this._userId = userId;
    this._setAside = new SetAsideTexts(store, userId);
    /** The texts that are offered to the user. @type {import("./set-aside-texts.js").SetAsideText[]} */
    this._offered = [];
    this._drafts = new Drafts(store, userId, (durable) => {
      if (this.saved === "typing" && durable) this.saved = "device";
      onStored();
    });
  }

  /** Other texts written for this conversation that are stored nowhere else; null if there are none. */
  get otherText() {
    return this._offered.length ? this._offered.map(({ text }) => text).join("\n\n") : null;
  }

  /** How many characters the text exceeds the limit of one message by; 0 if it fits. */
  get excess() {
    const text = this.text.trim();
    // A character beyond U+FFFF counts once, but takes two units of a JavaScript string.
    return text.length <= MESSAGE_CHARACTERS ? 0 : Math.max(0, [...text].length - MESSAGE_CHARACTERS);
  }

  /** Does the text differ from the server's, and is it short enough for a draft? */
  get unsaved() {
    if (this.text === this._serverText) return false;
    return this.text.length * 3 <= DRAFT_BYTES || new Blob([this.text]).size <= DRAFT_BYTES;
  }

  /**
   * Load the draft and show the latest text.
   * @param {import("./exchange.js").Hold} hold
   * @param {{draft: string | null, draft_saved_at?: string | null}} conversation the server's draft
   * @param {import("./transcript.js").Transcript} transcript
   */
  async open({ session_id: sessionId, lease }, { draft, draft_saved_at: savedAt }, transcript) {
    const before = this.text;
    const { text, other } = await this._drafts.open(sessionId, { position: POSITION, draft }, lease);
    this.text = text;
    const lost = (/** @type {string} */ one) => !text.includes(one.trim()) && !transcript.says(one);
    // Set aside the two texts that would be lost: `other`, which the next keystroke overwrites, and the text that was
    // in this tab before the conversation moved.
    for (const one of [other ?? "", before].filter(lost)) await this._setAside.add(sessionId, one);
    if (other !== null && this._store.durable) await this._drafts.write();
    const setAside = await this._setAside.all(sessionId);
    this._offered = setAside.filter((one) => lost(one.text));
    await this._setAside.forget(setAside.filter((one) => !lost(one.text)));
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

  /** Empty the draft: its text was sent or discarded. */
  clear() {
    this.text = "";
    this.saved = "empty";
    this._serverText = "";
  }

  /**
   * The draft has become a message: start a new one with whatever was typed meanwhile.
   * @param {import("./exchange.js").Hold} hold
   * @param {() => boolean} open is the conversation still open here?
   */
  async next({ session_id: sessionId, lease }, open) {
    await this._drafts.close();
    await this._drafts.open(sessionId, { position: POSITION, draft: null }, lease);
    if (!open()) this._drafts.current = null;
    else if (this.text) this._drafts.type(this.text);
  }

  /** Write the draft to this device now. */
  write() {
    return this._drafts.write();
  }

  /**
   * The conversation is no longer open here: leave the text on this device.
   * @param {string} sessionId
   */
  async leave(sessionId) {
    const { text } = this;
    // Start reading before the write below, without awaiting it, to see the draft as it was.
    const before = this._store.drafts(this._userId, sessionId);
    await this._drafts.leave();
    const stored = (await before).find(({ position }) => position === POSITION);
    // This text existed only in this tab. Another tab may own the stored draft now, so set the text aside.
    if (text.trim() && text !== this._serverText && !stored?.text.includes(text))
      await this._setAside.add(sessionId, text);
  }

  /** Append the offered texts to the draft. */
  async takeOther() {
    const offered = this._offered.splice(0);
    this.type([this.text, ...offered.map(({ text }) => text)].filter(Boolean).join("\n\n"));
    await this._drafts.write();
    // If the device had no room for the new draft, keep the set-aside copies.
    if (this._store.durable) await this._setAside.forget(offered);
  }

  /** Discard the offered texts. They stay offered until they are deleted. */
  async dropOther() {
    await this._setAside.forget(this._offered);
    this._offered = [];
  }

  // Sending the draft to the server ------------------------------------------------------------

  /** The draft to send; undefined if there is none. The draft counts as being saved from this call on. */
  outgoing() {
    if (!this.unsaved) return undefined;
    if (this._drafts.current) {
      this._drafts.current.sent = this.text;
      if (this.text) this.saved = "saving";
    }
    return { position: POSITION, text: this.text };
  }

  /** The server has saved the draft. @param {string} text @param {string | null} at */
  taken(text, at) {
    this._serverText = text;
    this.savedAt = at;
    if (this._drafts.current) {
      this._drafts.current.saved = text;
      this._drafts.write();
    }
    this.saved = this.text !== text ? "typing" : text ? "saved" : "empty";
  }

  /** The server did not respond. */
  notTaken() {
    if (this.saved === "saving") this.saved = "device";
  }
}
