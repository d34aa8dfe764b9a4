// @ts-check
/** Reads and writes of the authoring pages: the question bank, interviews and their order of questions. */
import { Problem } from "../../client/http/problems.js";
import { query } from "../data-api.js";

const TEXTS = { full: "An interview holds 100 questions at most." };
/** Positions count from 0. */
const MOST = 100;
const QUESTION =
  "id, organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, " +
  "min_seconds, is_active, copied_from, tags";
const INTERVIEW =
  "id, organization_id, title, description, is_public, status, mode, grace_seconds, resume_window_minutes, " +
  "start_over_allowed, attempts_allowed, results_visible_to_candidate";

/**
 * @typedef {object} QuestionRow
 * @property {string} id
 * @property {string | null} organization_id null: in the public bank
 * @property {string} interview_type
 * @property {string} domain
 * @property {"easy" | "medium" | "hard"} difficulty
 * @property {"mcq" | "short_answer" | "code" | "open"} kind
 * @property {string} prompt
 * @property {{id: string, text: string}[] | null} options
 * @property {number} points
 * @property {number} time_limit_seconds
 * @property {number} min_seconds
 * @property {boolean} is_active
 * @property {string[]} tags
 * @property {string | null} copied_from the public question that this is a copy of
 */

/**
 * @typedef {object} KeyRow
 * @property {string | null} correct_option
 * @property {(string | {keyword: string, synonyms?: string[]})[]} keywords
 * @property {string | null} sample_solution
 * @property {{id: string, text: string, points: number}[]} criteria
 * @property {string | null} [explanation] why the right answer is right
 */

/**
 * @typedef {object} InterviewDraft the columns of an interview that authors edit
 * @property {string} title
 * @property {string} description
 * @property {boolean} is_public
 * @property {number} grace_seconds
 * @property {number} resume_window_minutes
 * @property {boolean} start_over_allowed
 * @property {number | null} attempts_allowed
 * @property {boolean} results_visible_to_candidate
 */

/**
 * @typedef {InterviewDraft & {id: string, organization_id: string, status: "draft" | "published" | "archived",
 *   mode: "timed" | "conversation"}} AuthoredInterview
 */

/** @typedef {{position: number, question: QuestionRow}} Place a question of an interview */

/**
 * @typedef {object} Filter
 * @property {string | null} organizationId null: the public bank
 * @property {string} [text] part of the prompt, topic or kind of interview, or a tag
 * @property {string} [kind]
 * @property {string} [difficulty]
 * @property {string} [state] "active" or "inactive"; all for anything else
 */

// Questions ------------------------------------------------------------------------------------

/**
 * Questions, newest first.
 * @param {Filter} filter
 * @param {number} from
 * @param {number} size
 * @returns {Promise<QuestionRow[]>}
 */
export function questionsOf({ organizationId, text, kind, difficulty, state }, from, size) {
  return query((client) => {
    let found = client.from("questions").select(QUESTION);
    found = organizationId ? found.eq("organization_id", organizationId) : found.is("organization_id", null);
    if (kind) found = found.eq("kind", kind);
    if (difficulty) found = found.eq("difficulty", difficulty);
    if (state === "active" || state === "inactive") found = found.eq("is_active", state === "active");
    if (text) {
      const parts = ["prompt", "domain", "interview_type"].map((name) => `${name}.ilike.${containing(text)}`);
      if (/^[\p{L}\p{N} -]+$/u.test(text)) parts.push(`tags.cs.{${text}}`);
      found = found.or(parts.join(","));
    }
    return found
      .order("created_at", { ascending: false })
      .order("id", { ascending: false })
      .range(from, from + size - 1);
  });
}

/**
 * A pattern for texts that contain `text`. Punctuation means something to the Data API or to a pattern, so it stands for
 * any one character; so do spaces, because topics are stored with underscores.
 * @param {string} text
 */
const containing = (text) => `*${text.replaceAll(/[^\p{L}\p{N}-]/gu, "_")}*`;

/**
 * One question with its key; undefined if there is none that the caller may read.
 * @param {string} id
 * @returns {Promise<{question: QuestionRow, key: KeyRow | undefined} | undefined>}
 */
export async function questionWithKey(id) {
  const [questions, keys] = await Promise.all([
    query((client) => client.from("questions").select(QUESTION).eq("id", id)),
    query((client) =>
      client
        .from("question_keys")
        .select("correct_option, keywords, sample_solution, criteria, explanation")
        .eq("question_id", id),
    ),
  ]);
  return questions[0] && { question: questions[0], key: keys[0] };
}

/**
 * Write a question together with its key; a new id makes a new question. Safe to repeat.
 * @param {string} organizationId
 * @param {object} question
 * @param {KeyRow} key
 */
export function saveQuestion(organizationId, question, key) {
  return query((client) => client.rpc("save_question", { organization_id: organizationId, question, key }));
}

/** @param {string} id @param {boolean} active */
export function setActive(id, active) {
  return query((client) => client.from("questions").update({ is_active: active }).eq("id", id).select("id"));
}

/**
 * Copy a public question, with its key, into an organization. Safe to repeat.
 * @param {string} id
 * @param {string} organizationId
 * @returns {Promise<{question_id: string, replayed: boolean}>}
 */
export function copyQuestion(id, organizationId) {
  return query((client) => client.rpc("copy_question", { question_id: id, organization_id: organizationId }));
}

// Interviews -----------------------------------------------------------------------------------

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

/** @param {string} id @param {Partial<InterviewDraft> & {status?: string}} changes @returns {Promise<AuthoredInterview[]>} */
export function changeInterview(id, changes) {
  return query((client) => client.from("interviews").update(changes).eq("id", id).select(INTERVIEW));
}

/** The questions of an interview, in their order. @param {string} id @returns {Promise<Place[]>} */
export async function placesOf(id) {
  const rows = await query((client) =>
    client
      .from("interview_questions")
      .select(`position, questions(${QUESTION})`)
      .eq("interview_id", id)
      .order("position"),
  );
  return rows.map((/** @type {{position: number, questions: QuestionRow}} */ { position, questions: question }) => ({
    position,
    question,
  }));
}

/**
 * Put questions at positions. One statement, so that nobody starts an interview that is half reordered.
 * @param {string} id
 * @param {{position: number, question: {id: string}}[]} places
 */
export function putPlaces(id, places) {
  const rows = places.map(({ position, question }) => ({ interview_id: id, position, question_id: question.id }));
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
    const questions = [...places.map(({ question }) => question), { id: questionId }];
    await putPlaces(
      id,
      questions.map((question, index) => ({ position: positions[index], question })),
    );
  }
}

/** Take the question at a position out. Gaps between positions do not matter. @param {string} id @param {number} position */
export function removePlace(id, position) {
  return query((client) => client.from("interview_questions").delete().eq("interview_id", id).eq("position", position));
}

/** What the interviewer of a conversation is told. @param {string} id @returns {Promise<Instructions>} */
export async function instructionsOf(id) {
  const found = await query((client) =>
    client.from("interview_instructions").select("instructions, agenda").eq("interview_id", id),
  );
  return found[0] ?? { instructions: null, agenda: [] };
}

/** @typedef {{instructions: string | null, agenda: string[]}} Instructions */

/** @param {string} id @param {Instructions} instructions an empty row is deleted */
export function saveInstructions(id, instructions) {
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
