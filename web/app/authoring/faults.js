// @ts-check
/** Words for what the database finds wrong with a question, its key, or an interview. */

const TEXTS = {
  prompt: "Enter the question, up to 20,000 characters.",
  interview_type: "Enter up to 200 characters, for example “Backend”.",
  domain: "Enter up to 200 characters, for example “Databases”.",
  points: "Enter a whole number from 1 to 1,000.",
  time_limit_seconds: "Enter a whole number of seconds from 5 to 86,400 (a day).",
  min_seconds: "Enter a whole number of seconds below the time limit; 0 for no minimum.",
  options: "A question with options needs 2 to 20 of them.",
  option: "Enter this option, up to 2,000 characters.",
  sameOption: "Another option says the same already.",
  correct_option: "Choose which option is right.",
  keyword: "Enter the keyword, up to 200 characters.",
  sameKeyword: "This keyword is there already.",
  inflections: "Choose one of these languages.",
  synonyms: "Up to 50 synonyms, each up to 200 characters, one a line.",
  sample_solution: "Enter up to 50,000 characters.",
  explanation: "Enter up to 10,000 characters.",
  tags: "Enter up to 20 different tags of up to 50 characters, with commas between them.",
  criterion: "Enter what to look for, up to 2,000 characters.",
  criterionPoints: "Enter a number from 0.01 to 1,000.",
  title: "Enter a title, up to 200 characters.",
  description: "Enter up to 10,000 characters.",
};

/** Texts of the faults that keep an interview from being published, by code. @type {Record<string, string>} */
const UNPUBLISHABLE = {
  no_questions: "Add at least one question.",
  duplicate_question: "This question is asked earlier already. Remove one of the two.",
  foreign_question: "This question belongs to another organization. Remove it.",
  too_long: "All questions together take more than 30 days.",
  instructions_missing: "Write what the interviewer talks about: an agenda, instructions, or both.",
  not_asked: "A conversation asks no questions of the bank. Remove them.",
  nothing_drawn: "Ask at least one question of this pool.",
  draw_exceeds_pool: "This pool asks more questions than it has.",
  draws_differ: "Set how many questions of this pool are asked.",
  inactive: "This question is inactive. Activate it, or remove it from the interview.",
  key_missing: TEXTS.correct_option,
  duplicate_option: TEXTS.sameOption,
  duplicate_criterion: "Another criterion says the same already.",
  points_do_not_fit: "The points of the criteria do not add up to the points of the question.",
};

/** @typedef {{loc: (string | number)[], msg: string, code?: string}} Fault as in `errors` of `invalid_request` */
/** @typedef {{where: string, code: string, detail: string}} PublishFault as in `faults` of `not_publishable` */

const QUESTION = /^questions\[(\d+)\]\.?/;

/** The index of the question that a fault is about, or NaN. @param {PublishFault} fault */
export const questionIndex = ({ where }) => Number(QUESTION.exec(where)?.[1] ?? NaN);

/** The place of a fault within its question, or within its interview: `options[1].text`. @param {PublishFault} fault */
export const placeWithin = ({ where }) => where.replace(QUESTION, "");

/** Columns of the key have names that those of the question do not have. @param {Fault["loc"]} loc */
export const withoutKey = (loc) => (loc[0] === "key" ? loc.slice(1) : loc);

/** `["options", 1, "text"]` for `options[1].text`. @param {string} place @returns {(string | number)[]} */
export const locOf = (place) =>
  place
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** A fault of a published interview, as one of the question or interview. @param {PublishFault} fault @returns {Fault} */
export const faultOf = (fault) => ({ loc: locOf(placeWithin(fault)), msg: fault.detail, code: fault.code });

/**
 * The text of a fault for its author, with what to do about it.
 * @param {Fault} fault
 * @returns {string}
 */
export function wordsOf({ loc, msg, code = "" }) {
  if (UNPUBLISHABLE[code]) return UNPUBLISHABLE[code];
  const [part, index, member] = withoutKey(loc);
  const twice = /another|already|twice/.test(msg);
  if (part === "options" && typeof index === "number") return twice ? TEXTS.sameOption : TEXTS.option;
  if (part === "keywords" && typeof index === "number")
    return member === "synonyms" || member === "inflections"
      ? TEXTS[member]
      : twice
        ? TEXTS.sameKeyword
        : TEXTS.keyword;
  if (part === "criteria" && typeof index === "number")
    return member === "points" ? TEXTS.criterionPoints : TEXTS.criterion;
  return /** @type {Record<string, string>} */ (TEXTS)[part] ?? `${msg.charAt(0).toUpperCase()}${msg.slice(1)}.`;
}
