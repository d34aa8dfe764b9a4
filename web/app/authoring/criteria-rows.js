// @ts-check
/** Reads and writes the criteria by which the conversations of an interview are assessed. */
import { query } from "../data-api.js";

/** @typedef {{id: string, title: string, description: string, points: number}} ConversationCriterion */

/** The criteria of an interview; none means that the defaults apply. @param {string} id @returns {Promise<ConversationCriterion[]>} */
export async function criteriaOf(id) {
  const found = await query((client) => client.from("interview_criteria").select("criteria").eq("interview_id", id));
  return found[0]?.criteria ?? [];
}

/** @param {string} id @param {ConversationCriterion[]} criteria with none, the row is deleted */
export function saveCriteria(id, criteria) {
  return query((client) => {
    const table = client.from("interview_criteria");
    return criteria.length
      ? table.upsert({ interview_id: id, criteria }, { onConflict: "interview_id" })
      : table.delete().eq("interview_id", id);
  });
}
