// @ts-check
/** Words for what the database finds wrong with a question and its key, by place. */

const TEXTS = {
  prompt: "Write the question, up to 20,000 characters.",
  interview_type: "Write up to 200 characters, for example “Backend”.",
  domain: "Write up to 200 characters, for example “Databases”.",
  points: "Write a whole number from 1 to 1,000.",
  time_limit_seconds: "Write a whole number of seconds from 5 to 86,400 (a day).",
  min_seconds: "Write a whole number of seconds below the time limit; 0 for no minimum.",
  options: "A question with options needs 2 to 20 of them.",
  option: "Write this option, up to 2,000 characters.",
  sameOption: "Another option says the same already.",
  correct_option: "Choose which option is right.",
  keyword: "Write the keyword, up to 200 characters.",
  sameKeyword: "This keyword is there already.",
  synonyms: "Up to 50 synonyms, each up to 200 characters, one a line.",
  sample_solution: "Write up to 50,000 characters.",
  criterion: "Write what to look for, up to 2,000 characters.",
  criterionPoints: "Write a number from 0.01 to 1,000.",
  title: "Write a title, up to 200 characters.",
  description: "Write up to 10,000 characters.",
};

/** @typedef {{loc: (string | number)[], msg: string}} Fault as in `errors` of `invalid_request` */

/**
 * What to do about a fault, in words for its author.
 * @param {Fault} fault
 * @returns {string}
 */
export function wordsOf({ loc, msg }) {
  const [part, index, member] = loc;
  const twice = /another|already|twice/.test(msg);
  if (part === "options" && typeof index === "number") return twice ? TEXTS.sameOption : TEXTS.option;
  if (part === "keywords" && typeof index === "number")
    return member === "synonyms" ? TEXTS.synonyms : twice ? TEXTS.sameKeyword : TEXTS.keyword;
  if (part === "criteria" && typeof index === "number")
    return member === "points" ? TEXTS.criterionPoints : TEXTS.criterion;
  return /** @type {Record<string, string>} */ (TEXTS)[part] ?? `${msg.charAt(0).toUpperCase()}${msg.slice(1)}.`;
}
