// @ts-check
/** Reads and writes questions with their keys. */
import { Problem } from "../../client/http/problems.js";
import { query } from "../data-api.js";

const TEXTS = { gone: "This question is not there any more, or your role does not let you change it." };
/** The columns that these pages use. */
export const QUESTION =
  "id, organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, " +
  "min_seconds, is_active, copied_from, tags";

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
 * @property {(string | {keyword: string, synonyms?: string[], inflections?: string | null})[]} keywords
 * @property {string | null} sample_solution
 * @property {{id: string, text: string, points: number}[]} criteria
 * @property {string | null} [explanation] why the right answer is right
 * @property {number | null} [keywords_needed] how many keywords give all points; null: all
 * @property {{title: string, url: string}[]} [sources] what to read next
 */

/**
 * @typedef {object} Filter
 * @property {string | null} organizationId null: the public bank
 * @property {string} [text] part of the prompt, topic or kind of interview, or a tag
 * @property {string} [kind]
 * @property {string} [difficulty]
 * @property {string} [state] "active" or "inactive"; all for anything else
 */

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
        .select("correct_option, keywords, sample_solution, criteria, explanation, keywords_needed, sources")
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
export async function setActive(id, active) {
  const changed = await query((client) =>
    client.from("questions").update({ is_active: active }).eq("id", id).select("id"),
  );
  if (!changed.length) throw new Problem({ code: "question_not_found", status: 404, detail: TEXTS.gone });
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
