// @ts-check
/** The question bank of the user's organizations: the list, one question, and the import. */
import { Problem } from "../../client/http/problems.js";
import { organizationsOf } from "../recruiter/tables.js";
import { h, replace } from "../ui/dom.js";
import { showMessage } from "../ui/message.js";
import { startPage } from "../ui/page.js";
import { showDraft } from "./draft.js";
import { showEditor } from "./editor.js";
import { showImport } from "./import.js";
import { showBank } from "./list.js";

const TEXTS = {
  missing: "Question not found",
  missingText:
    "The address may be incomplete, or the question belongs to an organization of which you are not a member.",
  failed: "This could not be loaded",
  noMember: "You do not belong to an organization",
  noMemberText: "Ask an owner of your organization to invite you, or create an organization of your own.",
  create: "Create an organization",
  back: "All questions",
  home: "Back to home",
  again: "Try again",
};

const page = await startPage();
const address = new URLSearchParams(location.search);
await show();

async function show() {
  replace(page.main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  try {
    const organizations = await organizationsOf(page.user.id);
    if (!organizations.length) {
      showMessage(
        page.main,
        TEXTS.noMember,
        TEXTS.noMemberText,
        h("a", { class: "button secondary", href: "home.html" }, TEXTS.home),
        h("a", { class: "button", href: "organization.html" }, TEXTS.create),
      );
    } else if (address.has("import")) showImport(page, organizations);
    else if (address.has("draft")) showDraft(page, organizations);
    else if (address.has("id") || address.has("new")) await showEditor(page, organizations, address);
    else showBank(page, organizations, address);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const missing = error.status >= 400 && error.status < 500;
    showMessage(
      page.main,
      missing ? TEXTS.missing : TEXTS.failed,
      missing ? TEXTS.missingText : error.detail,
      h("a", { class: "button secondary", href: "questions.html" }, TEXTS.back),
      !missing && h("button", { class: "button", type: "button", onclick: show }, TEXTS.again),
    );
  }
}
