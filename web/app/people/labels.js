// @ts-check
/** Labels for the codes of organizations and invitations. */

/** @type {Record<string, string>} */
export const ROLES = { owner: "Owner", recruiter: "Recruiter", reviewer: "Reviewer" };

/** The rights of each role. */
export const ROLES_HINT =
  "Owners manage members; recruiters write interviews and invite candidates; reviewers read and score.";

/** The state of an invitation: label and badge colour. @type {Record<string, {label: string, kind: string}>} */
export const INVITATION_STATES = {
  invited: { label: "Invited", kind: "" },
  opened: { label: "Opened", kind: "accent" },
  started: { label: "Started", kind: "info" },
  completed: { label: "Completed", kind: "success" },
  expired: { label: "Expired", kind: "warning" },
  revoked: { label: "Revoked", kind: "" },
};

/** Why an address was not invited. @type {Record<string, string>} */
export const ADDRESS_PROBLEMS = {
  invalid_address: "This is not an e-mail address.",
  already_member: "This person is a member already.",
  mails_to_address: "This address has been sent the e-mails of a day. Invite it tomorrow.",
};

/** The state of an invitation's e-mail, by its code. @type {Record<string, string>} */
export const MAIL_STATES = {
  queued: "e-mail on its way",
  sent: "e-mail sent",
  failed: "e-mail refused: send the link yourself",
  uncertain: "e-mail perhaps sent",
  cancelled: "no e-mail sent",
};
