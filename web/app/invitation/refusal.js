// @ts-check
/** Why an invitation cannot be accepted, as a message, and what the person can do then. */
import { Problem } from "../../client/http/problems.js";

/** @import { Shown } from "./particulars.js" */

const TEXTS = {
  gone: "This invitation does not work",
  goneText:
    "It was revoked or replaced, or a part of the address is missing. Ask the people who sent it for another link. Invitations to your e-mail address also appear on your home page when you sign in.",
  expired: "This invitation has expired",
  other: "This invitation is for another address",
  full: "All places are taken",
  fullText: "You can ask the people who sent it for an invitation.",
  asked: "Your request was sent",
  askedText: (/** @type {string} */ organization) =>
    `${organization} sees that you ask for another invitation. If they agree, this link works again, or you get an e-mail or another link.`,
  failed: "The page could not be loaded",
};

/** The refusals after which a person can ask for another invitation. @type {Record<string, string>} */
const TITLES = {
  invitation_expired: TEXTS.expired,
  invitation_for_other_address: TEXTS.other,
  no_places_left: TEXTS.full,
};

/**
 * @typedef {object} Refusal
 * @property {string} title
 * @property {string} text
 * @property {"ask" | "home" | "again" | null} next ask for another invitation, go home, load the page again, or nothing
 */

/** @param {Problem} problem @returns {Refusal} */
export function refusalOf({ code, detail, fields }) {
  const { organization, interview_title: title, requested } = fields;
  if (requested) return { title: TEXTS.asked, text: TEXTS.askedText(organization), next: null };
  if (code === "invitation_not_found") return { title: TEXTS.gone, text: TEXTS.goneText, next: "home" };
  if (!TITLES[code]) return { title: TEXTS.failed, text: detail, next: "again" };
  const about = [organization, title].filter(Boolean).join(" · ");
  return { title: TITLES[code], text: [about, detail].filter(Boolean).join(". "), next: "ask" };
}

/** The refusal that a person would get after signing up. @param {Shown} invitation */
export function refusalOfFull({ organization, interview }) {
  const fields = { organization, interview_title: interview?.title };
  return refusalOf(new Problem({ code: "no_places_left", detail: TEXTS.fullText, ...fields }));
}
