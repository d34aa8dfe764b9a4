// @ts-check
/** The page behind a share link: a read-only workspace for anyone with the link, without an account. */
import { config } from "/config.js";
import { createReprise } from "../../client/http/client.js";
import { Problem } from "../../client/http/problems.js";
import { Prep } from "../../client/workspace/prep.js";
import { byId, h, replace } from "../ui/dom.js";
import { dateTime } from "../ui/format.js";
import { mark } from "../ui/mark.js";
import { entryIds } from "./fields.js";
import { DEPTHS, DIFFICULTIES, listOf, STORY, statusBadge, textOf } from "./labels.js";

const TEXTS = {
  skip: "Skip to the content",
  shared: "Shared for reading",
  until: (/** @type {string} */ time) => `This link works until ${time}.`,
  changed: (/** @type {string} */ time) => `Last change ${time}`,
  gone: "This link shows nothing",
  goneText: "It has expired or was revoked, or a part of the address is missing. Please ask for a new link.",
  failed: "The page could not be loaded",
  again: "Try again",
  empty: "Nothing is written here yet.",
  questions: "Questions",
  answer: "Own answer",
  noAnswer: "Not answered yet",
  sample: "Sample answer and tips",
  explanations: "Explanations",
  points: "Key points",
  example: "Example",
  stories: "Stories",
  notes: "Notes",
};

const main = byId("main");
main.before(
  h("a", { class: "skip-link", href: "#main", onclick: skip }, TEXTS.skip),
  h(
    "header",
    { class: "site-header" },
    h(
      "div",
      null,
      h("span", { class: "brand" }, mark(), "Reprise"),
      h("span", { class: "site-nav" }),
      h("span", { class: "badge info" }, TEXTS.shared),
    ),
  ),
);
main.classList.add("narrow");
// The part after # is not sent to this page's server, nor to others as a referrer.
const token = location.hash.slice(1);
addEventListener("hashchange", () => location.reload());
await show();

/** Skip to the content without changing the address: its fragment is the token. @param {Event} event */
function skip(event) {
  event.preventDefault();
  main.focus();
}

async function show() {
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  const client = createReprise({ functionsUrl: config.functionsUrl, getAccessToken: async () => "" });
  try {
    if (!token) return gone();
    const { prep_session: workspace, expires_at: expires } = await new Prep(client).shared(token);
    document.title = `${workspace.name} · Reprise`;
    replace(main, head(workspace, expires), ...parts(workspace.document));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 404 || error.status === 422) gone();
    else
      message(TEXTS.failed, error.detail, h("button", { class: "button", type: "button", onclick: show }, TEXTS.again));
  }
}

function gone() {
  message(TEXTS.gone, TEXTS.goneText);
}

/** @param {string} title @param {string} text @param {...import("../ui/dom.js").Child} more */
function message(title, text, ...more) {
  replace(main, h("section", { class: "empty" }, h("h1", null, title), h("p", null, text), ...more));
}

/** @param {any} workspace @param {string} expires */
function head({ name, skill, updated_at: updated }, expires) {
  return h(
    "div",
    { class: "stack small" },
    h("h1", null, name),
    h("p", { class: "muted" }, [skill, TEXTS.changed(dateTime(updated))].filter(Boolean).join(" · ")),
    h("p", { class: "muted small" }, TEXTS.until(dateTime(expires))),
  );
}

/** @param {any} document @returns {HTMLElement[]} */
function parts(document) {
  const { questions = {}, skill_explanations: explanations = {}, star_stories: stories = {}, notes } = document;
  const found = [
    part(
      TEXTS.questions,
      entryIds(questions).map((id) =>
        question(questions[id], document.user_answers?.[id], document.practice_status?.[id]),
      ),
    ),
    part(
      TEXTS.explanations,
      entryIds(explanations).map((id) => explanation(explanations[id])),
    ),
    part(
      TEXTS.stories,
      entryIds(stories).map((id) => story(stories[id])),
    ),
    part(TEXTS.notes, textOf(notes) ? [h("p", { class: "card preserve" }, textOf(notes))] : []),
  ].filter((section) => section !== null);
  return found.length ? found : [h("p", { class: "empty" }, TEXTS.empty)];
}

/** @param {string} title @param {HTMLElement[]} entries */
function part(title, entries) {
  return entries.length ? h("section", { class: "stack" }, h("h2", null, title), entries) : null;
}

/** @param {any} entry @param {unknown} answer @param {unknown} status */
function question(entry, answer, status) {
  const tips = listOf(entry.tips);
  const marks = [textOf(entry.category), DIFFICULTIES[textOf(entry.difficulty)]].filter(Boolean);
  return h(
    "article",
    { class: "card" },
    h(
      "div",
      { class: "stack small" },
      h("h3", null, textOf(entry.question)),
      h("div", { class: "row marks" }, h("span", { class: "muted small" }, marks.join(" · ")), statusBadge(status)),
    ),
    textOf(answer)
      ? h(
          "div",
          { class: "stack small" },
          h("h4", { class: "small-title" }, TEXTS.answer),
          h("p", { class: "preserve own-words" }, textOf(answer)),
        )
      : h("p", { class: "muted" }, TEXTS.noAnswer),
    (textOf(entry.answer) || tips.length > 0) &&
      h(
        "details",
        { class: "sample" },
        h("summary", null, TEXTS.sample),
        h(
          "div",
          { class: "stack" },
          textOf(entry.answer) && h("p", { class: "preserve" }, textOf(entry.answer)),
          bullets(tips),
        ),
      ),
  );
}

/** @param {any} entry */
function explanation(entry) {
  const points = listOf(entry.key_points);
  return h(
    "article",
    { class: "card" },
    h(
      "div",
      { class: "row between" },
      h("h3", null, textOf(entry.title)),
      DEPTHS[textOf(entry.depth)] && h("span", { class: "badge" }, DEPTHS[textOf(entry.depth)]),
    ),
    h("p", { class: "preserve" }, textOf(entry.explanation)),
    points.length > 0 &&
      h("div", { class: "stack small" }, h("h4", { class: "small-title" }, TEXTS.points), bullets(points)),
    textOf(entry.example) &&
      h(
        "div",
        { class: "stack small" },
        h("h4", { class: "small-title" }, TEXTS.example),
        h(
          "pre",
          { class: "own-answer", tabindex: 0, role: "region", "aria-label": TEXTS.example },
          textOf(entry.example),
        ),
      ),
  );
}

/** @param {any} entry */
function story(entry) {
  return h(
    "article",
    { class: "card" },
    h("h3", null, textOf(entry.title)),
    h(
      "dl",
      { class: "story" },
      STORY.filter(({ name }) => textOf(entry[name])).map(({ name, label }) =>
        h("div", null, h("dt", { class: "small-title" }, label), h("dd", { class: "preserve" }, textOf(entry[name]))),
      ),
    ),
  );
}

/** @param {string[]} items */
function bullets(items) {
  return (
    items.length > 0 &&
    h(
      "ul",
      { class: "bullets" },
      items.map((item) => h("li", null, item)),
    )
  );
}
