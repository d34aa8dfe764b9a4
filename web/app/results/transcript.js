// @ts-check
/** The transcript of a conversation; grows while the conversation continues. */
import { Problem } from "../../client/http/problems.js";
import { busy } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { clockTime, plural } from "../ui/format.js";
import { notesView } from "../ui/interviewer-notes.js";

/** @import { ConversationResults, Message } from "../../client/result-types.js" */

const TEXTS = {
  title: "The conversation",
  topic: "Topic",
  interviewer: "Interviewer",
  candidate: "Candidate",
  you: "You",
  notes: "The interviewer’s notes",
  instructions: "Instructions for the interviewer",
  agenda: "Agenda",
  kept: "Late messages",
  keptText: "These messages arrived when they could no longer become part of it.",
  count: (/** @type {number} */ count) => plural(count, "message"),
  again: "Try again",
};
const PAGE = 100;

export class Transcript {
  /**
   * @param {import("../../client/http/client.js").Reprise} client
   * @param {string} sessionId
   * @param {{own: boolean}} options is the reader the candidate?
   */
  constructor(client, sessionId, { own }) {
    this._client = client;
    this._sessionId = sessionId;
    this._own = own;
    this._last = 0;
    this._facts = h("p", { class: "muted" });
    this._notes = h("div", { class: "stack" });
    this._told = h("details", { id: "instructions", hidden: true });
    this._list = h("ol", { class: "transcript" });
    this._missing = h("div", { role: "alert" });
    this._after = h("div", { class: "stack" });
    this.element = h(
      "section",
      { class: "stack", "aria-labelledby": "transcript" },
      h("h2", { id: "transcript" }, TEXTS.title),
      this._facts,
      this._notes,
      this._told,
      this._list,
      this._missing,
      this._after,
    );
  }

  /** Show new content. @param {ConversationResults} conversation from GET /results */
  async update({ topic, profile, messages: count, instructions, agenda, late_messages }) {
    const late = late_messages ?? [];
    setText(this._facts, [topic && `${TEXTS.topic}: ${topic}`, TEXTS.count(count)].filter(Boolean).join(" · "));
    const notes = notesView(profile);
    replace(this._notes, notes.length > 0 && h("h3", null, TEXTS.notes), notes);
    const items = agenda ?? [];
    if ((instructions || items.length > 0) && !this._told.childNodes.length) {
      replace(
        this._told,
        h("summary", null, TEXTS.instructions),
        instructions && h("p", { class: "preserve given" }, instructions),
        items.length > 0 && h("h3", null, TEXTS.agenda),
        items.length > 0 &&
          h(
            "ol",
            null,
            items.map((item) => h("li", null, item)),
          ),
      );
      this._told.hidden = false;
    }
    replace(
      this._after,
      late.length > 0 && h("h3", null, TEXTS.kept),
      late.length > 0 && h("p", { class: "muted" }, TEXTS.keptText),
      late.map(({ content, received_at: at }) =>
        h(
          "div",
          { class: "stack small" },
          h("p", { class: "given preserve" }, content),
          h("span", { class: "muted small" }, clockTime(at)),
        ),
      ),
    );
    await this._fetch(count);
  }

  /**
   * Load messages up to this one. Failures are shown with a retry button, because a closed session is not polled again.
   * @param {number} count
   */
  async _fetch(count) {
    try {
      await this._append(count);
      replace(this._missing);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const again = h("button", { class: "button secondary small", type: "button" }, TEXTS.again);
      again.addEventListener("click", () => busy(again, () => this._fetch(count)));
      replace(this._missing, h("div", { class: "notice warning" }, h("p", null, error.detail), h("div", null, again)));
    }
  }

  /** @param {number} count */
  async _append(count) {
    while (this._last < count) {
      const page = await this._client.call("message", {
        method: "GET",
        query: { session_id: this._sessionId, after: this._last, limit: PAGE },
      });
      const fresh = page.messages.filter((/** @type {Message} */ { seq }) => seq > this._last);
      if (!fresh.length) return;
      this._list.append(...fresh.map((/** @type {Message} */ message) => this._line(message)));
      this._last = fresh.at(-1).seq;
    }
  }

  /** @param {Message} message */
  _line({ seq, role, content, created_at: at }) {
    const who = role === "interviewer" ? TEXTS.interviewer : this._own ? TEXTS.you : TEXTS.candidate;
    return h(
      "li",
      { "data-role": role, id: `message-${seq}`, tabindex: "-1" },
      h("p", { class: "muted small" }, h("strong", null, who), ` ${clockTime(at)}`),
      h("p", { class: "preserve" }, content),
    );
  }
}
