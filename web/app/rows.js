// @ts-check
/** Types of the rows that pages read from the Data API, and of the bank's facets. */

/**
 * @typedef {object} InterviewRow a published interview, as its candidates see it
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {boolean} is_public
 * @property {"timed" | "conversation"} mode
 * @property {number} resume_window_minutes
 * @property {number | null} attempts_allowed null: as many as the candidate likes
 */

/**
 * @typedef {object} MemberInterviewRow an interview, as members of its organization see it
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {"draft" | "published" | "archived"} status
 * @property {"timed" | "conversation"} mode
 * @property {boolean} is_public
 * @property {string} organization_id
 * @property {string} created_at
 */

/**
 * @typedef {object} PracticeType what the public bank holds of one interview type, from GET /questions/facets
 * @property {string} interview_type
 * @property {number} count
 * @property {{domain: string, count: number, difficulties: Record<string, number>}[]} domains
 */

/**
 * @typedef {import("./practice/form.js").Choice & {id: string, name: string}} TemplateRow a saved choice
 */

export {};
