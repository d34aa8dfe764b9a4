// @ts-check
/** The page on which an interview is written, previewed and published. */
import { Problem } from "../../client/http/problems.js";
import { authoredInterview, instructionsOf, placesOf } from "../authoring/interview-rows.js";
import { organizationsOf } from "../recruiter/tables.js";
import { h, replace } from "../ui/dom.js";
import { showMessage } from "../ui/message.js";
import { startPage } from "../ui/page.js";
import { showEditor } from "./editor.js";
import { showPosting } from "./from-posting.js";
import { showPreview } from "./preview.js";

const TEXTS = {
  missing: "Interview not found",
  missingText:
    "The address may be incomplete, or the interview belongs to an organization of which you are not a member.",
  failed: "This could not be loaded",
  back: "All interviews",
  again: "Try again",
};

const page = await startPage();
await show();

async function show() {
  const address = new URLSearchParams(location.search);
  replace(page.main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  try {
    if (address.has("posting")) {
      showPosting(page, await organizationsOf(page.user.id), address.get("posting"));
      return;
    }
    const id = address.get("id") ?? "";
    const [interview, organizations] = await Promise.all([authoredInterview(id), organizationsOf(page.user.id)]);
    const organization = organizations.find((one) => one.id === interview?.organization_id);
    if (!interview || !organization) throw new Problem({ code: "interview_not_found", status: 404 });
    if (interview.mode === "timed") {
      const places = await placesOf(id);
      if (address.has("preview")) showPreview(page, interview, places);
      else showEditor(page, { interview, organization, places, instructions: null });
    } else showEditor(page, { interview, organization, places: [], instructions: await instructionsOf(id) });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const missing = error.status >= 400 && error.status < 500;
    showMessage(
      page.main,
      missing ? TEXTS.missing : TEXTS.failed,
      missing ? TEXTS.missingText : error.detail,
      h("a", { class: "button secondary", href: "recruiter.html" }, TEXTS.back),
      !missing && h("button", { class: "button", type: "button", onclick: show }, TEXTS.again),
    );
  }
}
