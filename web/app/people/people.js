// @ts-check
/** The calls about organizations, members and invitations, with the shapes of docs/api.md. */
import { query } from "../data-api.js";

/** @typedef {import("../../client/http/client.js").Reprise} Client */
/** @typedef {"owner" | "recruiter" | "reviewer"} Role */
/** @typedef {{id: string, name: string, role: Role}} Organization */
/** @typedef {{user_id: string, email: string | null, name: string}} Person */
/** @typedef {Person & {role: Role, member_since: string}} Member */

/**
 * @typedef {object} Invitation of an address (`email`), a link (`places`), or a place of a link (`link_id`)
 * @property {string} id
 * @property {string | null} interview_id
 * @property {Role | null} role
 * @property {string | null} email
 * @property {number | null} places
 * @property {number | null} places_taken
 * @property {string | null} link_id
 * @property {Person | null} person who accepted it
 * @property {"invited" | "opened" | "started" | "completed" | "expired" | "revoked"} state
 * @property {number} extra_time_percent
 * @property {number | null} attempts_allowed null: no limit
 * @property {string} note
 * @property {string} expires_at
 * @property {string | null} asked_at when somebody who could not accept it asked for a new one
 * @property {Person | null} asked_by
 * @property {string | null} session_id
 * @property {"email" | "copy_link"} delivery
 * @property {"queued" | "sent" | "failed" | "uncertain" | "cancelled" | null} email_status
 * @property {string | null} sent_at
 */

/** @typedef {Invitation & {url: string | null, token: string}} InvitationWithLink */

/**
 * @typedef {object} Created
 * @property {InvitationWithLink[]} invitations
 * @property {{email: string, code: string}[]} problems
 */

/**
 * @typedef {object} InterviewItem an interview that the user may take
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {string} organization
 * @property {"timed" | "conversation"} kind
 * @property {boolean} invited
 * @property {number} question_count
 * @property {number | null} total_seconds without extra time
 * @property {number | null} attempts_left null: no limit
 * @property {string | null} expires_at
 * @property {number} extra_time_percent
 * @property {"open" | "in_progress" | "taken"} state
 * @property {string | null} session_id
 */

/**
 * @param {Client} client
 * @returns {Promise<{organizations: Organization[], invitations: {id: string, organization: {name: string}, role: Role, expires_at: string}[]}>}
 */
export const myOrganizations = (client) => client.call("organizations", { method: "GET" });

/** Never repeated by itself: a second call would create a second one. @param {Client} client @param {string} name */
export const createOrganization = (client, name) => client.call("organizations", { body: { name }, tries: 1 });

/** @param {Client} client @param {string} id @returns {Promise<Member[]>} */
export const membersOf = async (client, id) =>
  (await client.call(`organizations/${id}/members`, { method: "GET" })).members;

/** @param {string} organizationId @param {string} userId @param {string} role */
export const changeRole = (organizationId, userId, role) =>
  query((tables) =>
    tables
      .from("organization_members")
      .update({ role })
      .eq("organization_id", organizationId)
      .eq("user_id", userId)
      .select("role")
      .single(),
  );

/** @param {string} organizationId @param {string} userId */
export const removeMember = (organizationId, userId) =>
  query((tables) =>
    tables
      .from("organization_members")
      .delete()
      .eq("organization_id", organizationId)
      .eq("user_id", userId)
      .select("user_id")
      .single(),
  );

/**
 * A repeat returns the same invitations, but a second link: a link is not asked for again by itself.
 * @param {Client} client
 * @param {Record<string, any>} body
 * @returns {Promise<Created>}
 */
export const invite = (client, body) =>
  client.call("invitations", { body, deadlineSeconds: 30, tries: body.link ? 1 : 3 });

/**
 * @param {Client} client
 * @param {Record<string, any>} about
 * @returns {Promise<{invitations: Invitation[], next_cursor: string | null}>}
 */
export const invitationsOf = (client, about) => client.call("invitations", { method: "GET", query: about });

/**
 * @param {Client} client
 * @param {string} id
 * @param {Record<string, any>} body
 * @returns {Promise<{invitation: Invitation, url?: string | null, token?: string}>}
 */
export const changeInvitation = (client, id, body) => client.call(`invitations/${id}`, { body });

/**
 * The address of an invitation's page. The server sends it if its `WEB_URL` is set.
 * @param {{url?: string | null, token?: string}} invitation
 */
export const linkOf = ({ url, token }) => url || new URL(`invitation.html#${token}`, location.href).href;
