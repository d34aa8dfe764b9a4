// @ts-check
/** The parts of recruiting, as tabs: interviews, the question bank and the organization. */
import { h } from "../ui/dom.js";

const TEXTS = { label: "Recruiting" };
const PARTS = [
  { href: "recruiter.html", label: "Interviews" },
  { href: "questions.html", label: "Questions" },
  { href: "organization.html", label: "Organization" },
];

export function sections() {
  const here = location.pathname.split("/").pop();
  return h(
    "nav",
    { class: "tabs", "aria-label": TEXTS.label },
    PARTS.map(({ href, label }) => h("a", { href, "aria-current": href === here ? "page" : null }, label)),
  );
}
