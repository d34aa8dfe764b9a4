// @ts-check
/** The panels for explanations of skills, by depth, and for STAR stories. */
import { h, replace, setText } from "../ui/dom.js";
import { newEntryId, sure } from "./fields.js";
import { generateView } from "./generate.js";
import { DEPTHS, listOf, STORY, textOf } from "./labels.js";

const TEXTS = {
  title: "Title",
  remove: "Remove",
  removeTitle: "Remove this entry?",
  removeText: "Its text is removed for good.",
  explanations: {
    add: "Add an explanation",
    none: "No explanations yet",
    noneText: "Write down how something works, or have it explained as briefly or as deeply as you need.",
    untitled: "New explanation",
    explanation: "Explanation",
    example: "Example",
    points: "Key points",
    depth: "Show",
    all: "All",
  },
  stories: {
    add: "Add a story",
    none: "No stories yet",
    noneText: "“Tell me about a time when …” is easier with a few stories at hand: situation, task, action, result.",
    untitled: "New story",
  },
};

/** @param {import("./workspace.js").Workspace} workspace */
export function explanationsPanel(workspace) {
  const { autosave, fields } = workspace;
  const words = TEXTS.explanations;
  const path = ["document", "skill_explanations"];
  const { list, show, made } = fields.entries(
    path,
    (id) => explanationCard(workspace, id),
    () => nothing(words),
  );
  const depths = h("div", { class: "segments", role: "group", "aria-label": words.depth });
  let depth = "";
  const filter = () => {
    const found = new Set(
      Object.values(fields.get(path) ?? {})
        .map((entry) => textOf(entry?.depth))
        .filter((one) => DEPTHS[one]),
    );
    if (depth && !found.has(depth)) depth = "";
    depths.hidden = found.size < 2;
    const shown = ["", ...Object.keys(DEPTHS).filter((one) => found.has(one))];
    if (depths.children.length !== shown.length) {
      replace(
        depths,
        shown.map((one) =>
          h("button", { type: "button", "data-depth": one, onclick: () => choose(one) }, DEPTHS[one] ?? words.all),
        ),
      );
    }
    for (const button of depths.children)
      button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.depth === depth));
    for (const [id, card] of made) card.hidden = depth !== "" && textOf(fields.get([...path, id])?.depth) !== depth;
  };
  const choose = (/** @type {string} */ one) => {
    depth = one;
    filter();
  };
  fields.bind(depths, filter);
  autosave.addEventListener("merged", filter);
  filter();
  const add = adder(words.add, () => {
    const id = newEntryId();
    autosave.set([...path, id], { title: "", explanation: "" });
    show();
    choose("");
    return made.get(id);
  });
  return h(
    "div",
    { class: "stack large" },
    depths,
    list,
    h("div", { class: "row" }, add),
    generateView(workspace, "skill_explanation"),
  );
}

/** @param {import("./workspace.js").Workspace} workspace @param {string} id */
function explanationCard({ autosave, fields }, id) {
  const words = TEXTS.explanations;
  const path = ["document", "skill_explanations", id];
  const points = h("div", { class: "stack small" });
  const example = h("div", { class: "stack small" });
  return entryCard(autosave, fields, path, words.untitled, {
    marks: (entry) => DEPTHS[textOf(entry.depth)] && h("span", { class: "badge" }, DEPTHS[textOf(entry.depth)]),
    show: (entry) => {
      const items = listOf(entry.key_points);
      replace(
        points,
        items.length > 0 && h("h3", { class: "small-title" }, words.points),
        items.length > 0 &&
          h(
            "ul",
            { class: "bullets" },
            items.map((item) => h("li", null, item)),
          ),
      );
      const text = textOf(entry.example);
      replace(
        example,
        text && h("h3", { class: "small-title" }, words.example),
        text && h("pre", { class: "own-answer", tabindex: 0, role: "region", "aria-label": words.example }, text),
      );
    },
    body: [fields.text([...path, "explanation"], { label: words.explanation }), points, example],
  });
}

/** @param {import("./workspace.js").Workspace} workspace */
export function storiesPanel(workspace) {
  const { autosave, fields } = workspace;
  const words = TEXTS.stories;
  const path = ["document", "star_stories"];
  const { list, show, made } = fields.entries(
    path,
    (id) => storyCard(workspace, id),
    () => nothing(words),
  );
  const add = adder(words.add, () => {
    const id = newEntryId();
    autosave.set([...path, id], { title: "", situation: "", task: "", action: "", result: "" });
    show();
    return made.get(id);
  });
  return h(
    "div",
    { class: "stack large" },
    list,
    h("div", { class: "row" }, add),
    generateView(workspace, "star_story"),
  );
}

/** @param {import("./workspace.js").Workspace} workspace @param {string} id */
function storyCard({ autosave, fields }, id) {
  const path = ["document", "star_stories", id];
  return entryCard(autosave, fields, path, TEXTS.stories.untitled, {
    marks: () => null,
    show: () => {},
    body: [
      h(
        "div",
        { class: "star" },
        STORY.map(({ name, label }) => fields.text([...path, name], { label })),
      ),
    ],
  });
}

/**
 * @param {import("../../client/workspace/autosave.js").Autosave} autosave
 * @param {import("./fields.js").Fields} fields
 * @param {string[]} path
 * @param {string} untitled
 * @param {{marks: (entry: any) => import("../ui/dom.js").Child, show: (entry: any) => void, body: HTMLElement[]}} parts
 */
function entryCard(autosave, fields, path, untitled, { marks, show, body }) {
  const title = h("span", { class: "question-title" });
  const badges = h("span", { class: "row marks" });
  const remove = h("button", { class: "button quiet small", type: "button" }, TEXTS.remove);
  remove.addEventListener("click", async () => {
    const written = Object.values(fields.get(path) ?? {}).some((value) => value !== "");
    if (written && !(await sure(TEXTS.removeTitle, TEXTS.removeText))) return;
    autosave.set(path, undefined);
    fields.refresh();
  });
  const card = h(
    "details",
    { class: "card entry", "data-entry": path.at(-1) },
    h("summary", null, title, badges),
    h(
      "div",
      { class: "stack large" },
      fields.text([...path, "title"], { label: TEXTS.title, line: true }),
      body,
      h("footer", { class: "row end" }, remove),
    ),
  );
  const update = () => {
    const entry = fields.get(path) ?? {};
    setText(title, textOf(entry.title) || untitled);
    remove.setAttribute("aria-label", `${TEXTS.remove} ${textOf(entry.title) || untitled}`);
    replace(badges, marks(entry));
    show(entry);
  };
  update();
  card.addEventListener("input", update);
  fields.bind(card, update);
  return card;
}

/** @param {{none: string, noneText: string}} words */
function nothing({ none, noneText }) {
  return h("div", { class: "empty" }, h("h2", null, none), h("p", null, noneText));
}

/** @param {string} label @param {() => HTMLElement | undefined} add */
function adder(label, add) {
  const button = h("button", { class: "button secondary", type: "button" }, label);
  button.addEventListener("click", () => {
    const card = add();
    if (card instanceof HTMLDetailsElement) card.open = true;
    card?.querySelector(/** @type {"input"} */ ("input, textarea"))?.focus();
  });
  return button;
}
