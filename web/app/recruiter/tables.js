// @ts-check
/** Table reads of the recruiting pages; row-level security decides which rows are visible. */
import { query } from "../data-api.js";

const COLUMNS = "id, title, description, status, mode, is_public, organization_id, created_at";

/**
 * The user's organizations, with the user's role in each.
 * @param {string} userId
 * @returns {Promise<{id: string, name: string, role: string}[]>}
 */
export async function organizationsOf(userId) {
  /** @type {{organization_id: string, role: string}[]} */
  const members = await query((client) =>
    client.from("organization_members").select("organization_id, role").eq("user_id", userId),
  );
  if (!members.length) return [];
  const ids = members.map(({ organization_id: id }) => id);
  /** @type {{id: string, name: string}[]} */
  const found = await query((client) => client.from("organizations").select("id, name").in("id", ids).order("name"));
  return found.map(({ id, name }) => ({
    id,
    name,
    role: members.find(({ organization_id: of }) => of === id)?.role ?? "",
  }));
}

/**
 * A page of interviews, newest first.
 * @param {string[]} organizationIds
 * @param {{created_at: string, id: string} | null} after the last row of the previous page
 * @param {number} size
 * @returns {Promise<import("../rows.js").MemberInterviewRow[]>}
 */
export function interviewsOf(organizationIds, after, size) {
  return query((client) => {
    const page = client
      .from("interviews")
      .select(COLUMNS)
      .in("organization_id", organizationIds)
      .order("created_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(size);
    return after
      ? page.or(`created_at.lt."${after.created_at}",and(created_at.eq."${after.created_at}",id.lt.${after.id})`)
      : page;
  });
}

/** One interview, or undefined. @param {string} id */
export async function interviewOf(id) {
  return (await query((client) => client.from("interviews").select(COLUMNS).eq("id", id)))[0];
}

/**
 * Prompts of questions, by question id.
 * @param {string[]} ids
 * @returns {Promise<Map<string, string>>}
 */
export async function promptsOf(ids) {
  if (!ids.length) return new Map();
  /** @type {{id: string, prompt: string}[]} */
  const found = await query((client) => client.from("questions").select("id, prompt").in("id", ids));
  return new Map(found.map(({ id, prompt }) => [id, prompt]));
}

/**
 * The members of an interview's organization, by name.
 * @param {string | null} interviewId
 * @returns {Promise<{id: string, name: string}[]>}
 */
export async function colleaguesIn(interviewId) {
  const interview = interviewId && (await interviewOf(interviewId));
  if (!interview) return [];
  const found = await query((client) => client.rpc("list_members", { organization_id: interview.organization_id }));
  return found.members.map((/** @type {{user_id: string, name: string | null, email: string | null}} */ member) => ({
    id: member.user_id,
    name: member.name ?? member.email ?? "",
  }));
}
