// @ts-check
/** Reads and writes interviews, their order of questions, and the instructions of interviewers. */
import { Problem } from "../../client/http/problems.js";
import { query } from "../data-api.js";
import { criteriaOf, saveCriteria } from "./criteria-rows.js";
import { QUESTION } from "./question-rows.js";

/** @import { ConversationCriterion } from "./criteria-rows.js" */
/** @import { QuestionRow } from "./question-rows.js" */

const TEXTS = {
  full: "An interview holds 100 questions at most.",
  gone: "This interview is not there any more, or your role does not let you change it.",
};
/** Positions count from 0. */
const MOST = 100;
const INTERVIEW =
  "id, organization_id, title, description, is_public, status, mode, grace_seconds, resume_window_minutes, " +
  "break_seconds, start_over_allowed, attempts_allowed, results_visible_to_candidate, shuffle_options";

/**
 * @typedef {object} InterviewDraft the columns of an interview that authors edit
 * @property {string} title
 * @property {string} description
 * @property {boolean} is_public
 * @property {number} grace_seconds
 * @property {number} resume_window_minutes
 * @property {number} break_seconds
 * @property {boolean} start_over_allowed
 * @property {number | null} attempts_allowed
 * @property {boolean} results_visible_to_candidate
 * @property {boolean} shuffle_options each session shows the options of a question in an order of its own
 */

/**
 * @typedef {InterviewDraft & {id: string, organization_id: string, status: "draft" | "published" | "archived",
 *   mode: "timed" | "conversation"}} AuthoredInterview
 */

/**
 * @typedef {object} Place a question of an interview
 * @property {number} position
 * @property {QuestionRow} question
 * @property {number | null} pool the number of its pool; null: every session asks it
 * @property {number | null} draw how many questions of its pool a session asks; null without a pool
 */

/** One interview, or undefined. @param {string} id @returns {Promise<AuthoredInterview | undefined>} */
export async function authoredInterview(id) {
  return (await query((client) => client.from("interviews").select(INTERVIEW).eq("id", id)))[0];
}

/**
 * @param {string} id made by the page
 * @param {{organization_id: string, title: string, mode: string} & Partial<InterviewDraft>} fields
 */
export function createInterview(id, fields) {
  return query((client) => client.from("interviews").insert({ id, ...fields }));
}

/**
 * @param {string} id
 * @param {Partial<InterviewDraft> & {status?: string}} changes
 * @returns {Promise<AuthoredInterview>} what is stored
 */
export async function changeInterview(id, changes) {
  const changed = await query((client) => client.from("interviews").update(changes).eq("id", id).select(INTERVIEW));
  if (!changed.length) throw new Problem({ code: "interview_not_found", status: 404, detail: TEXTS.gone });
  return changed[0];
}

/** @typedef {{position: number, pool: number | null, draw_count: number | null, questions: QuestionRow}} PlaceRow */

/** The questions of an interview, in their order. @param {string} id @returns {Promise<Place[]>} */
export async function placesOf(id) {
  const rows = await query((client) =>
    client
      .from("interview_questions")
      .select(`position, pool, draw_count, questions(${QUESTION})`)
      .eq("interview_id", id)
      .order("position"),
  );
  return rows.map((/** @type {PlaceRow} */ { position, pool, draw_count: draw, questions: question }) => ({
    position,
    question,
    pool,
    draw,
  }));
}

/**
 * Put questions at positions and into pools. One statement, so that nobody starts an interview that is half reordered.
 * @param {string} id
 * @param {(Omit<Place, "question"> & {question: {id: string}})[]} places
 */
export function putPlaces(id, places) {
  const rows = places.map(({ position, question, pool, draw }) => ({
    interview_id: id,
    position,
    question_id: question.id,
    pool,
    draw_count: draw,
  }));
  return query((client) => client.from("interview_questions").upsert(rows, { onConflict: "interview_id,position" }));
}

/**
 * Put a question behind the last one. Nothing happens if the interview has it already.
 * @param {string} id
 * @param {string} questionId
 */
export async function appendQuestion(id, questionId) {
  const places = await placesOf(id);
  if (places.some(({ question }) => question.id === questionId)) return;
  const taken = places.map(({ position }) => position);
  const free = [(taken.at(-1) ?? -1) + 1, ...Array(MOST).keys()].find((one) => one < MOST && !taken.includes(one));
  if (free === undefined) throw new Problem({ code: "limit_reached", detail: TEXTS.full });
  const row = { interview_id: id, position: free, question_id: questionId };
  // An insert: two people who add at once must not replace each other's question.
  if (free > (taken.at(-1) ?? -1)) await query((client) => client.from("interview_questions").insert(row));
  else {
    const positions = [...taken, free].sort((a, b) => a - b);
    const all = [...places, { question: { id: questionId }, pool: null, draw: null }];
    await putPlaces(
      id,
      all.map((place, index) => ({ ...place, position: positions[index] })),
    );
  }
}

/** Take the question at a position out. Gaps between positions do not matter. @param {string} id @param {number} position */
export function removePlace(id, position) {
  return query((client) => client.from("interview_questions").delete().eq("interview_id", id).eq("position", position));
}

/** The instructions of a conversation's interviewer, and the criteria by which it is assessed. @param {string} id @returns {Promise<Instructions>} */
export async function instructionsOf(id) {
  const [found, criteria] = await Promise.all([
    query((client) => client.from("interview_instructions").select("instructions, agenda").eq("interview_id", id)),
    criteriaOf(id),
  ]);
  return { instructions: null, agenda: [], ...found[0], criteria };
}

/** @typedef {{instructions: string | null, agenda: string[], criteria: ConversationCriterion[]}} Instructions */

/** @param {string} id @param {Instructions} instructions an empty row is deleted */
export async function saveInstructions(id, { criteria, ...instructions }) {
  await saveCriteria(id, criteria);
  return query((client) => {
    const table = client.from("interview_instructions");
    return instructions.instructions || instructions.agenda.length
      ? table.upsert({ interview_id: id, ...instructions }, { onConflict: "interview_id" })
      : table.delete().eq("interview_id", id);
  });
}

/**
 * The numbers of sessions that are in progress and that need a person, by interview.
 * @param {string[]} ids at most 100
 * @returns {Promise<Map<string, {in_progress: number, needs_review: number}>>}
 */
export async function openWorkOf(ids) {
  if (!ids.length) return new Map();
  const { interviews } = await query((client) => client.rpc("count_open_work", { interview_ids: ids }));
  return new Map(
    interviews.map((/** @type {{interview_id: string, in_progress: number, needs_review: number}} */ one) => [
      one.interview_id,
      one,
    ]),
  );
}
