// @ts-check
/** The list of prep workspaces, and ways to create one. */
import { Problem } from "../../client/http/problems.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { dateTime, plural } from "../ui/format.js";
import { pagedList } from "../ui/paged-list.js";

const TEXTS = {
  title: "Preparation",
  lead: "A workspace holds questions, explanations, stories and your own notes for one interview. All of it is saved while you write.",
  new: "New workspace",
  begin: "Begin a new one",
  blank: "Blank workspace",
  blankText: "Start with an empty page and add what you need.",
  blankName: "Untitled workspace",
  questions: (/** @type {number} */ count) => `${plural(count, "question")} with sample answers`,
  templatesFailed: "The templates could not be loaded. You can begin with a blank workspace.",
  unsaved: {
    title: (/** @type {string} */ name) => `You wrote something in “${name}” that was never saved`,
    text: "It is still on this device. Open the workspace, and it is saved.",
    open: "Open it",
  },
  left: {
    title: "You wrote something that was never saved",
    text: "The workspace has been deleted since. What you wrote is still on this device.",
    look: "Look at it",
  },
  yours: "Your workspaces",
  none: "You have no workspace yet",
  noneText: "Choose one of the templates, or begin with a blank page.",
  saved: (/** @type {string} */ time) => `Last change ${time}`,
  rename: "Rename",
  renameTitle: "Rename the workspace",
  name: "Name",
  save: "Save",
  cancel: "Cancel",
  delete: "Delete",
  deleteTitle: (/** @type {string} */ name) => `Delete “${name}”?`,
  deleteText: "Its questions, stories, answers and notes are deleted for good, and links to it stop working.",
  keep: "Keep it",
  deleted: (/** @type {string} */ name) => `“${name}” is deleted.`,
};

/**
 * @param {import("../../client/workspace/prep.js").Prep} prep
 * @param {HTMLElement} main
 */
export function showList(prep, main) {
  const templates = h("div", { class: "columns templates" }, templateCard(prep, null));
  const place = h("div");
  const notices = h("div", { class: "notices", role: "status" });
  showWorkspaces();
  replace(
    main,
    h(
      "div",
      { class: "page-title" },
      h("div", null, h("h1", null, TEXTS.title), h("p", null, TEXTS.lead)),
      h("a", { class: "button", href: "#begin" }, TEXTS.new),
    ),
    notices,
    h(
      "section",
      { class: "stack", "aria-labelledby": "yours" },
      h("h2", { id: "yours", tabindex: "-1" }, TEXTS.yours),
      place,
    ),
    h("section", { class: "stack", "aria-labelledby": "begin" }, h("h2", { id: "begin" }, TEXTS.begin), templates),
  );
  prep.templates().then(
    (found) => templates.append(...found.map((template) => templateCard(prep, template))),
    () => templates.after(h("p", { class: "muted" }, TEXTS.templatesFailed)),
  );

  prep.allLeftBehind().then((left) => notices.append(...left.map(unsavedNotice)));

  function showWorkspaces() {
    replace(
      place,
      pagedList({
        label: TEXTS.yours,
        load: async (cursor) => {
          const page = await prep.list({ cursor });
          return { rows: page.prep_sessions, next: page.next_cursor };
        },
        row: (workspace) => row(prep, workspace, showWorkspaces),
        empty: () => h("div", { class: "empty" }, h("h3", null, TEXTS.none), h("p", null, TEXTS.noneText)),
      }),
    );
  }
}

/** @param {{id: string, name: string | null}} workspace one with unsaved changes on this device */
function unsavedNotice({ id, name }) {
  const [title, text, label] =
    name === null
      ? [TEXTS.left.title, TEXTS.left.text, TEXTS.left.look]
      : [TEXTS.unsaved.title(name), TEXTS.unsaved.text, TEXTS.unsaved.open];
  const link = h("a", { class: "button secondary small", href: `prep.html?id=${id}` }, label);
  return h(
    "div",
    { class: "notice", "data-notice": "unsaved" },
    h("strong", null, title),
    h("p", null, text),
    h("div", null, link),
  );
}

/**
 * @param {import("../../client/workspace/prep.js").Prep} prep
 * @param {any} template null: start empty
 */
function templateCard(prep, template) {
  const id = crypto.randomUUID();
  const what = template ? { template: template.id } : { name: TEXTS.blankName, mode: "general" };
  const card = h(
    "button",
    { class: "card template", type: "button" },
    h("strong", null, template?.name ?? TEXTS.blank),
    h("span", { class: "muted small" }, template ? TEXTS.questions(template.question_count) : TEXTS.blankText),
    template?.skill && h("span", { class: "badge" }, template.skill),
  );
  card.addEventListener("click", () =>
    busy(card, async () => {
      // The id makes a second press, or a retry after a lost response, create only one workspace.
      if (await tried(() => prep.create({ prep_session_id: id, ...what }))) location.assign(`prep.html?id=${id}`);
    }),
  );
  return card;
}

/**
 * @param {import("../../client/workspace/prep.js").Prep} prep
 * @param {any} workspace
 * @param {() => void} reload
 */
function row(prep, workspace, reload) {
  const name = h("a", { href: `prep.html?id=${workspace.id}` }, workspace.name);
  const rename = h("button", { class: "button quiet small", type: "button" }, TEXTS.rename);
  const remove = h("button", { class: "button quiet small", type: "button" }, TEXTS.delete);
  label();
  rename.addEventListener("click", async () => {
    const wanted = await askName(workspace.name);
    if (!wanted || wanted === workspace.name) return;
    const renamed = await tried(() => prep.rename(workspace.id, wanted, workspace.version));
    if (!renamed) return;
    workspace = renamed;
    setText(name, renamed.name);
    label();
    rename.focus();
  });
  remove.addEventListener("click", async () => {
    const choice = await ask({
      title: TEXTS.deleteTitle(workspace.name),
      body: h("p", null, TEXTS.deleteText),
      actions: [
        { value: "delete", label: TEXTS.delete, kind: "danger" },
        { value: "", label: TEXTS.keep, kind: "secondary" },
      ],
    });
    if (choice !== "delete" || (await tried(() => prep.delete(workspace.id))) === undefined) return;
    toast(TEXTS.deleted(workspace.name));
    const list = item.parentElement;
    const beside = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    if (!list?.children.length) reload();
    (beside?.querySelector("a") ?? document.getElementById("yours"))?.focus();
  });
  const item = h(
    "li",
    { class: "card line" },
    h(
      "div",
      { class: "line-main" },
      name,
      h(
        "span",
        { class: "muted small" },
        [workspace.skill, TEXTS.saved(dateTime(workspace.updated_at))].filter(Boolean).join(" · "),
      ),
    ),
    h("div", { class: "row" }, rename, remove),
  );
  return item;

  function label() {
    rename.setAttribute("aria-label", `${TEXTS.rename} ${workspace.name}`);
    remove.setAttribute("aria-label", `${TEXTS.delete} ${workspace.name}`);
  }
}

/** @param {string} name @returns {Promise<string>} empty if cancelled */
async function askName(name) {
  const input = h("input", { class: "input", id: "workspace-name", value: name, maxlength: 200, autocomplete: "off" });
  // Enter would press the form's first button, which cancels.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    /** @type {HTMLButtonElement | null | undefined} */ (input.form?.querySelector("button[value=save]"))?.click();
  });
  const answer = ask({
    title: TEXTS.renameTitle,
    body: h("div", { class: "field" }, h("label", { for: "workspace-name" }, TEXTS.name), input),
    actions: [
      { value: "", label: TEXTS.cancel, kind: "secondary" },
      { value: "save", label: TEXTS.save },
    ],
  });
  input.select();
  return (await answer) === "save" ? input.value.trim() : "";
}

/**
 * The call's result; null if it has none, undefined after a refusal, which is shown.
 * @param {() => Promise<any>} call
 */
async function tried(call) {
  try {
    return (await call()) ?? null;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
    return undefined;
  }
}
