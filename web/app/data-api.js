// @ts-check
/** Reads and writes rows through Supabase's Data API; row-level security decides what is visible and allowed. */
import { NO_ANSWER, Problem, UNEXPECTED } from "../client/http/problems.js";
import { supabase } from "./sign-in/account.js";

/** The Data API sends codes without sentences. @type {Record<string, string>} */
const SENTENCES = {
  invalid_request: "Some of this cannot be saved as it is. Please look at the marked places.",
  not_publishable: "This change would make a published interview invalid, so nothing was saved.",
  not_authenticated: "You are not signed in any more. Please sign in again; nothing was changed.",
  rate_limited: "That was too much at once. Please wait a little and try again.",
  question_not_found: "This question is not there any more, or your role does not let you change it.",
  interview_not_found: "This interview is not there any more, or your role does not let you change it.",
  interview_has_sessions:
    "Somebody has started this interview, so it cannot become a draft again. Duplicate it, or archive it.",
  fixed_column: "This belongs to another organization and cannot be moved.",
  limit_reached: "You have reached the limit.",
  last_owner: "An organization needs an owner. Make another member an owner first.",
  not_allowed: "Your role in this organization does not let you change this.",
};
const TEXTS = {
  unreachable: "The server cannot be reached right now. Please check your connection.",
  refused: "This did not work. Please reload the page and try again.",
};
/** Postgres' code for a row that a policy or a privilege does not allow. */
const FORBIDDEN = "42501";

/**
 * The result of a query; throws a `Problem` whose `detail` is a sentence for people, whatever the database said.
 * @param {(client: any) => any} build makes the query from Supabase's client for schema `reprise`
 * @returns {Promise<any>}
 */
export async function query(build) {
  const { data, error, status } = await build(await supabase());
  if (error) throw problemOf(error, status);
  return data;
}

/**
 * @param {{code?: string, message?: string, details?: string}} error
 * @param {number} status 0 without a response
 * @returns {Problem} a response without a code is not from the database
 */
function problemOf({ code, message, details }, status) {
  if (!status || !code || status >= 500) return new Problem({ code: NO_ANSWER, status, detail: TEXTS.unreachable });
  const known = code?.startsWith("PT") ? message : code === FORBIDDEN ? "not_allowed" : undefined;
  const fields = known && details?.startsWith("{") ? JSON.parse(details) : {};
  return new Problem({
    ...fields,
    code: known ?? UNEXPECTED,
    status,
    detail: SENTENCES[known ?? ""] ?? TEXTS.refused,
  });
}
