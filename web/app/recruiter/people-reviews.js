// @ts-check
/** What people write about a session: scorecards, comments, requests for a second review, and the history of decisions. */
import { Problem } from "../../client/http/problems.js";
import { busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { dateTime, plural } from "../ui/format.js";
import { DECISIONS } from "../ui/labels.js";
import { decisionBadge } from "./decisions.js";

/** @import { Candidate, EarlierScorecard, RatingView, ReviewComment, ReviewerResults, Scorecard } from "../../client/result-types.js" */

const TEXTS = {
  title: "Reviews by people",
  decisions: "Decisions",
  noDecision: "No decision yet.",
  hidden: (/** @type {number} */ count) =>
    "This interview is reviewed blind: what colleagues wrote appears after your own scorecard." +
    (count ? ` ${plural(count, "scorecard")} of colleagues ${count === 1 ? "waits" : "wait"}.` : ""),
  scorecards: "Scorecards",
  yours: "Your scorecard",
  recommendation: "Your recommendation",
  choose: "Choose one",
  criterion: (/** @type {number} */ number) => `Question ${number}`,
  notRated: "Not rated",
  ratings: /** @type {[string, string][]} */ ([
    ["1", "1 – poor"],
    ["2", "2 – fair"],
    ["3", "3 – good"],
    ["4", "4 – excellent"],
  ]),
  note: "Note",
  submit: "Save the scorecard",
  change: "Change your scorecard",
  earlier: (/** @type {number} */ count) => `Changed ${plural(count, "time")}`,
  comments: "Comments",
  comment: "New comment",
  about: "About",
  session: "The whole session",
  post: "Add the comment",
  second: "Second review",
  ask: "Ask a colleague",
  anybody: "Any colleague",
  reviewer: "Who",
  words: "Message (optional)",
  asked: (/** @type {string} */ by, /** @type {string} */ whom) => `${by} asked ${whom}`,
  done: "Done",
  open: "Open",
  former: "A former member",
  saved: /** @type {Record<string, string>} */ ({
    comment: "The comment is added.",
    submit_scorecard: "Your scorecard is saved.",
    request_second_review: "The request is saved.",
  }),
  rating: (/** @type {string} */ what, /** @type {number} */ rating) => `${what}: ${rating} of 4`,
};
const RECOMMENDATIONS = ["Strong Hire", "Hire", "Maybe", "No Hire"];

/** @param {Candidate | null} person */
const nameOf = (person) => h("bdi", null, person?.name ?? person?.email ?? TEXTS.former);

/** The forms stay the same elements when the page is redrawn, so that what was typed in them stays. */
export class PeopleReviews {
  /**
   * @param {(body: {action: string} & Record<string, any>) => Promise<ReviewerResults>} send
   * @param {string} userId the reviewer
   * @param {() => Promise<{id: string, name: string}[]>} colleagues
   */
  constructor(send, userId, colleagues) {
    this._send = send;
    this._userId = userId;
    this._colleagues = colleagues;
    this._commentText = field("textarea", "comment-text", {
      name: "text",
      maxlength: "4000",
      rows: "2",
      class: "input short",
      required: true,
    });
    this._about = field("select", "comment-about", { name: "position", class: "input" });
    this._commentForm = this._form(
      "comment-form",
      TEXTS.post,
      [labelled(TEXTS.comment, this._commentText), labelled(TEXTS.about, this._about)],
      () => ({
        action: "comment",
        text: this._commentText.value,
        ...(this._about.value && { position: Number(this._about.value) }),
      }),
    );
    this._recommendation = field("select", "scorecard-recommendation", { class: "input", required: true });
    this._ratings = h("div", { class: "rating-grid" });
    this._note = field("textarea", "scorecard-note", { class: "input short", maxlength: "4000", rows: "3" });
    this._scorecardForm = this._form(
      "scorecard-form",
      TEXTS.submit,
      [labelled(TEXTS.recommendation, this._recommendation), this._ratings, labelled(TEXTS.note, this._note)],
      () => ({
        action: "submit_scorecard",
        recommendation: this._recommendation.value,
        ratings: [...this._ratings.querySelectorAll("select")].flatMap(({ value, name }) =>
          value ? [{ position: Number(name), rating: Number(value) }] : [],
        ),
        note: this._note.value,
      }),
    );
    this._scorecard = h(
      "details",
      { id: "own-scorecard", class: "stack" },
      h("summary", null, TEXTS.yours),
      this._scorecardForm,
    );
    this._reviewer = field("select", "second-reviewer", { class: "input" });
    this._words = field("textarea", "second-words", { class: "input short", maxlength: "1000", rows: "2" });
    const second = this._form(
      "second-form",
      TEXTS.ask,
      [labelled(TEXTS.reviewer, this._reviewer), labelled(TEXTS.words, this._words)],
      () => ({
        action: "request_second_review",
        note: this._words.value,
        ...(this._reviewer.value && { reviewer_id: this._reviewer.value }),
      }),
    );
    this._second = h("details", { id: "ask-second" }, h("summary", null, TEXTS.ask), second);
    this._second.addEventListener("toggle", () => this._second.open && this._loadColleagues(), { once: true });
    this._prepared = false;
  }

  /** Write a comment, about a question if a position is given. @param {number} [position] */
  startComment(position) {
    this._about.value = position === undefined ? "" : String(position);
    this._commentText.focus();
  }

  startScorecard() {
    this._scorecard.open = true;
    this._recommendation.focus();
  }

  /** @param {ReviewerResults} results */
  view(results) {
    const { session, decisions, comments, scorecards, second_reviews: second, reviews_hidden: hidden } = results;
    const own = scorecards.find(({ reviewer }) => reviewer?.user_id === this._userId);
    this._prepare(results, own);
    return h(
      "section",
      { class: "card people-reviews stack", "aria-labelledby": "people-reviews" },
      h("h2", { id: "people-reviews", tabindex: "-1" }, TEXTS.title),
      hidden && h("p", { class: "notice", id: "reviews-hidden" }, TEXTS.hidden(results.scorecards_hidden)),
      h(
        "div",
        { class: "columns" },
        h(
          "div",
          { class: "stack" },
          h("h3", null, TEXTS.decisions),
          decisions.length
            ? h("ol", { class: "remarks", id: "decisions" }, decisions.map(decisionLine))
            : h("p", { class: "muted" }, TEXTS.noDecision),
          h("h3", null, TEXTS.scorecards),
          scorecards.length > 0 && h("ul", { class: "remarks", id: "scorecards" }, scorecards.map(scorecardLine)),
          session.status !== "in_progress" && this._scorecard,
          h("h3", null, TEXTS.second),
          second.length > 0 &&
            h(
              "ul",
              { class: "remarks" },
              second.map(({ reviewer, asked_by: by, note, done, asked_at: at }) =>
                h(
                  "li",
                  null,
                  h(
                    "p",
                    null,
                    nameOf(by),
                    " → ",
                    reviewer ? nameOf(reviewer) : TEXTS.anybody,
                    " ",
                    h("span", { class: `badge ${done ? "success" : "info"}` }, done ? TEXTS.done : TEXTS.open),
                  ),
                  note && h("blockquote", { class: "preserve" }, note),
                  h("p", { class: "muted small" }, dateTime(at)),
                ),
              ),
            ),
          this._second,
        ),
        h(
          "div",
          { class: "stack" },
          h("h3", null, TEXTS.comments),
          comments.length > 0 &&
            h(
              "ul",
              { class: "remarks", id: "comments" },
              comments.map((one) => commentLine(one)),
            ),
          this._commentForm,
        ),
      ),
    );
  }

  /** Fill the forms once. @param {ReviewerResults} results @param {Scorecard | undefined} own */
  _prepare({ answers }, own) {
    if (this._prepared) return;
    this._prepared = true;
    replace(
      this._about,
      h("option", { value: "" }, TEXTS.session),
      answers.map(({ position }) => h("option", { value: position }, TEXTS.criterion(position + 1))),
    );
    replace(
      this._recommendation,
      h("option", { value: "" }, TEXTS.choose),
      RECOMMENDATIONS.map((value) => h("option", { value, selected: value === own?.recommendation }, value)),
    );
    replace(
      this._ratings,
      answers.map(({ position }) => {
        const given = own?.ratings.find((one) => one.position === position)?.rating;
        return labelled(
          TEXTS.criterion(position + 1),
          field("select", `rating-${position}`, { class: "input", name: position }, [
            h("option", { value: "" }, TEXTS.notRated),
            TEXTS.ratings.map(([value, label]) => h("option", { value, selected: Number(value) === given }, label)),
          ]),
        );
      }),
    );
    this._note.value = own?.note ?? "";
  }

  async _loadColleagues() {
    const people = await this._colleagues();
    replace(
      this._reviewer,
      h("option", { value: "" }, TEXTS.anybody),
      people.filter(({ id }) => id !== this._userId).map(({ id, name }) => h("option", { value: id }, name)),
    );
  }

  /**
   * @param {string} id
   * @param {string} submit
   * @param {import("../ui/dom.js").Child} fields
   * @param {() => {action: string} & Record<string, any>} body
   */
  _form(id, submit, fields, body) {
    const error = h("div", { role: "alert" });
    const button = h("button", { class: "button secondary small" }, submit);
    const form = h("form", { id, class: "stack small" }, fields, error, h("div", null, button));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      busy(button, async () => {
        replace(error);
        const sent = body();
        try {
          await this._send(sent);
        } catch (refusal) {
          if (!(refusal instanceof Problem)) throw refusal;
          const words = refusal.fields.errors?.map((/** @type {any} */ { msg }) => msg).join(" ") || refusal.detail;
          replace(error, h("p", { class: "notice danger" }, words));
          return;
        }
        if (sent.action === "comment") this._commentText.value = "";
        if (sent.action === "submit_scorecard") this._scorecard.open = false;
        toast(TEXTS.saved[sent.action]);
      });
    });
    return form;
  }
}

/** Comments about one question. @param {ReviewComment[]} comments @param {number} position */
export function commentsOn(comments, position) {
  const found = comments.filter((one) => one.position === position);
  return (
    found.length > 0 &&
    h(
      "ul",
      { class: "remarks" },
      found.map((one) => commentLine(one, false)),
    )
  );
}

/** @param {ReviewComment} comment */
function commentLine({ text, author, created_at: at, position }, linked = true) {
  return h(
    "li",
    null,
    h("p", { class: "preserve", dir: "auto" }, text),
    h(
      "p",
      { class: "muted small" },
      nameOf(author),
      ` · ${dateTime(at)}`,
      linked && position !== null && [" · ", h("a", { href: `#answer-${position}` }, TEXTS.criterion(position + 1))],
    ),
  );
}

/** @param {ReviewerResults["decisions"][number]} decision */
function decisionLine(decision) {
  return h(
    "li",
    null,
    h("p", null, decisionBadge(decision), h("span", { class: "visually-hidden" }, DECISIONS[decision.decision].label)),
    decision.reason && h("blockquote", { class: "preserve", dir: "auto" }, decision.reason),
    h("p", { class: "muted small" }, nameOf(decision.decided_by), ` · ${dateTime(decision.decided_at)}`),
  );
}

/** @param {Scorecard} scorecard */
function scorecardLine(scorecard) {
  return h(
    "li",
    null,
    h("p", null, nameOf(scorecard.reviewer), ": ", h("strong", null, scorecard.recommendation)),
    rated(scorecard),
    scorecard.earlier.length > 0 &&
      h(
        "details",
        { id: `earlier-${scorecard.id}` },
        h("summary", null, TEXTS.earlier(scorecard.earlier.length)),
        h(
          "ul",
          { class: "remarks" },
          scorecard.earlier.map((one) => h("li", null, h("p", null, one.recommendation), rated(one))),
        ),
      ),
  );
}

/** @param {EarlierScorecard} scorecard */
function rated({ ratings, note, created_at: at }) {
  return [
    ratings.length > 0 && h("p", { class: "small" }, ratings.map(ratingText).join(" · ")),
    note && h("p", { class: "preserve", dir: "auto" }, note),
    h("p", { class: "muted small" }, dateTime(at)),
  ];
}

/** @param {RatingView} rating */
const ratingText = ({ position, criterion, rating }) =>
  TEXTS.rating(criterion ?? TEXTS.criterion(Number(position) + 1), rating);

/**
 * @template {"input" | "textarea" | "select"} T
 * @param {T} tag
 * @param {string} id
 * @param {Record<string, any>} properties
 * @param {import("../ui/dom.js").Child} [children]
 */
const field = (tag, id, properties, children) => h(tag, { id, ...properties }, children);

/** @param {string} label @param {HTMLElement} input */
const labelled = (label, input) => h("div", { class: "field" }, h("label", { for: input.id }, label), input);
