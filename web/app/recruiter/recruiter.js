// @ts-check
/**
 * Recruiting: the interviews of the user's organizations, their candidates and analytics, and single sessions in full.
 */
import { Problem } from "../../client/http/problems.js";
import { h } from "../ui/dom.js";
import { showMessage } from "../ui/message.js";
import { startPage } from "../ui/page.js";
import { showInterview } from "./interview.js";
import { showInterviews } from "./interviews.js";
import { showSession } from "./session.js";

const TEXTS = {
  missing: "There is nothing here for you",
  missingText: "The address may be incomplete, or this belongs to an organization of which you are not a member.",
  failed: "This could not be loaded",
  back: "All interviews",
  again: "Try again",
};

const page = await startPage();
const query = new URLSearchParams(location.search);
await show();

async function show() {
  try {
    const [session, interview] = [query.get("session"), query.get("interview")];
    if (session) await showSession(page, session);
    else if (interview) await showInterview(page, interview);
    else await showInterviews(page);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const missing = error.status === 404 || error.status === 422;
    showMessage(
      page.main,
      missing ? TEXTS.missing : TEXTS.failed,
      missing ? TEXTS.missingText : error.detail,
      h("a", { class: "button secondary", href: "recruiter.html" }, TEXTS.back),
      !missing && h("button", { class: "button", type: "button", onclick: show }, TEXTS.again),
    );
  }
}
