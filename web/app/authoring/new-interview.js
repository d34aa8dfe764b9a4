// @ts-check
/** The button and the dialog that begin a new interview. */
import { Problem } from "../../client/http/problems.js";
import { announcer, busy } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { field, select, showFault, textInput } from "./fields.js";
import { createInterview } from "./interview-rows.js";

const TEXTS = {
  new: "New interview",
  title: "Title",
  titleHint: "Candidates see it. You can change it later.",
  missing: "Enter a title.",
  organization: "Organization",
  mode: "Kind",
  modes: { timed: "Questions with a clock", conversation: "A conversation" },
  posting: "Draft one from a job posting",
  create: "Create",
  cancel: "Cancel",
};

/**
 * @param {{id: string, name: string, role: string}[]} organizations of the user
 * @returns {HTMLButtonElement | null} null if the user writes interviews for none of them
 */
export function newInterviewButton(organizations) {
  const writing = organizations.filter(({ role }) => role !== "reviewer");
  if (!writing.length) return null;
  return h("button", { class: "button", type: "button", onclick: () => openDialog(writing) }, TEXTS.new);
}

/** @param {{id: string, name: string}[]} organizations */
function openDialog(organizations) {
  // The id makes a second press, or a retry after a lost response, create only one interview.
  const id = crypto.randomUUID();
  const title = textInput("new-title", "", { maxlength: "200" });
  const organization = select(
    "new-organization",
    organizations[0].id,
    organizations.map((one) => [one.id, one.name]),
  );
  const mode = select("new-mode", "timed", TEXTS.modes);
  const posting = h("a", { href: "" }, TEXTS.posting);
  const point = () => (posting.href = `interview-editor.html?posting=${organization.value}`);
  organization.addEventListener("change", point);
  point();
  const status = h("div", { role: "alert" });
  const create = h("button", { class: "button" }, TEXTS.create);
  const form = h(
    "form",
    null,
    h("h2", { id: "new-interview-title" }, TEXTS.new),
    field(TEXTS.title, title, TEXTS.titleHint),
    organizations.length > 1 && field(TEXTS.organization, organization),
    field(TEXTS.mode, mode),
    h("p", null, posting),
    status,
    h(
      "footer",
      null,
      h("button", { class: "button secondary", type: "button", onclick: () => dialog.close() }, TEXTS.cancel),
      create,
    ),
  );
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "new-interview-title" }, announcer(), form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!title.value.trim()) {
      showFault(title, TEXTS.missing);
      title.focus();
      return;
    }
    busy(create, send);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  title.focus();

  async function send() {
    try {
      await createInterview(id, {
        organization_id: organization.value,
        title: title.value.trim(),
        mode: mode.value,
      });
      location.assign(`interview-editor.html?id=${id}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      replace(status, h("p", { class: "notice danger" }, error.detail));
    }
  }
}
