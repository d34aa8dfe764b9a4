// @ts-check
/** The interviews of the user's organizations, and the way to a new one. */
import { newInterviewButton } from "../authoring/new-interview.js";
import { sections } from "../authoring/sections.js";
import { h, replace } from "../ui/dom.js";
import { showMessage } from "../ui/message.js";
import { interviewList } from "./interview-list.js";
import { organizationsOf } from "./tables.js";

const TEXTS = {
  title: "Recruiting",
  lead: "Choose an interview to see its candidates, their answers and the numbers.",
  noMember: "You do not belong to an organization",
  noMemberText: "Ask an owner of your organization to invite you, or create an organization of your own.",
  create: "Create an organization",
  home: "Back to home",
};

/** @param {import("../ui/page.js").Page} page */
export async function showInterviews({ main, user }) {
  const title = h("div", null, h("h1", null, TEXTS.title), h("p", null, TEXTS.lead));
  replace(main, h("div", { class: "page-title" }, title), h("div", { class: "skeleton row-skeleton" }));
  const organizations = await organizationsOf(user.id);
  if (!organizations.length) {
    showMessage(
      main,
      TEXTS.noMember,
      TEXTS.noMemberText,
      h("a", { class: "button secondary", href: "home.html" }, TEXTS.home),
      h("a", { class: "button", href: "organization.html" }, TEXTS.create),
    );
    return;
  }
  replace(
    main,
    h("div", { class: "page-title" }, title, newInterviewButton(organizations)),
    sections(),
    interviewList(organizations),
  );
}
