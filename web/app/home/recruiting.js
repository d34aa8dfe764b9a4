// @ts-check
/** The work of a member of an organization: its interviews, with what is open in each, and the way to a new one. */
import { Problem } from "../../client/http/problems.js";
import { newInterviewButton } from "../authoring/new-interview.js";
import { interviewList } from "../recruiter/interview-list.js";
import { organizationsOf } from "../recruiter/tables.js";
import { h, replace } from "../ui/dom.js";

const TEXTS = {
  title: "Recruiting",
  questions: "Questions",
  failed: "Your organization’s interviews could not be loaded.",
};

/** @param {HTMLElement} place a hidden section, shown once the user's organizations are known @param {string} userId */
export async function showRecruiting(place, userId) {
  const heading = h("h2", { id: "recruiting" }, TEXTS.title);
  try {
    const organizations = await organizationsOf(userId);
    replace(
      place,
      h(
        "div",
        { class: "row between" },
        heading,
        h(
          "div",
          { class: "row" },
          h("a", { class: "button secondary", href: "questions.html" }, TEXTS.questions),
          newInterviewButton(organizations),
        ),
      ),
      interviewList(organizations),
    );
    place.hidden = !organizations.length;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    replace(place, heading, h("p", { class: "notice warning" }, `${TEXTS.failed} ${error.detail}`));
    place.hidden = false;
  }
}
