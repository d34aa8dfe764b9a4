// @ts-check
/** Makes a draft of an interview from a job posting: a model writes questions, which wait for a person to accept them. */
import { Problem } from "../../client/http/problems.js";
import { field, numberInput, select, textArea, textInput } from "../authoring/fields.js";
import { done, refused, showFormPage } from "../authoring/form-page.js";
import { createInterview, putPlaces } from "../authoring/interview-rows.js";
import { busy } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { plural } from "../ui/format.js";

const TEXTS = {
  title: "Interview from a job posting",
  lead:
    "A model writes questions and keys for a job. The interview stays a draft until you have read, corrected and accepted each " +
    "question with its key.",
  back: "All interviews",
  organization: "For",
  name: "Title",
  nameHint: "Empty: the model suggests one.",
  job: "The job",
  jobHint: "A job posting, or one sentence.",
  count: "Number of questions",
  submit: "Draft the interview",
  empty: "Describe the job first.",
  unnamed: "New interview",
  drafted: (/** @type {number} */ count, /** @type {string} */ title) =>
    `“${title}” is a draft with ${plural(count, "question")}. None is asked before you have accepted it.`,
  read: "Read the drafts",
  off: "No language model is set up here, so nothing can be drafted. Take questions from the bank instead, or write your own.",
  bank: "Take questions from the bank",
  notStored: (/** @type {string} */ why) =>
    `The questions are in the bank, inactive. The interview was not stored: ${why}`,
  again: "Try again",
};
/** A model may write for as long as the service lets it. */
const DEADLINE_SECONDS = 180;
const MOST_LETTERS = 200;

/**
 * @param {import("../ui/page.js").Page} page
 * @param {{id: string, name: string, role: string}[]} organizations of the user
 * @param {string | null} chosen the id of one of them
 */
export function showPosting({ client, main }, organizations, chosen) {
  const writing = organizations.filter(({ role }) => role !== "reviewer");
  const into = select(
    "organization",
    chosen ?? "",
    writing.map(({ id, name }) => [id, name]),
  );
  const name = textInput("title", "", { maxlength: String(MOST_LETTERS) });
  const job = textArea("job", "", { rows: "6", maxlength: "20000" });
  const count = numberInput("count", 5, { min: "1", max: "20", required: true });
  const fields = [
    writing.length > 1 && field(TEXTS.organization, into),
    field(TEXTS.job, job, TEXTS.jobHint),
    field(TEXTS.name, name, TEXTS.nameHint),
    field(TEXTS.count, count),
  ];
  const back = { href: "recruiter.html", label: TEXTS.back };
  showFormPage(main, { ...TEXTS, back, locked: !writing.length }, fields, async () => {
    if (!job.value.trim()) return refused(TEXTS.empty);
    const body = { organization_id: into.value, job_description: job.value.trim(), count: Number(count.value) };
    try {
      // Once: every try costs tokens.
      const drafts = await client.call("questions/draft", { body, tries: 1, deadlineSeconds: DEADLINE_SECONDS });
      return await stored(body.organization_id, titleFor(drafts.title), drafts.questions);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return error.code === "ai_not_configured" ? bankInstead(body.organization_id) : refused(error.detail);
    }
  });

  /** @param {string | null} [suggested] */
  function titleFor(suggested) {
    const line = job.value.trim().split("\n")[0];
    return (name.value.trim() || suggested || line || TEXTS.unnamed).slice(0, MOST_LETTERS);
  }

  /** Without a model: the same interview, to be filled by hand. @param {string} organizationId */
  function bankInstead(organizationId) {
    const status = h("div", { role: "alert" });
    const button = h("button", { class: "button secondary small", type: "button" }, TEXTS.bank);
    const id = crypto.randomUUID();
    button.addEventListener("click", () =>
      busy(button, async () => {
        try {
          await createInterview(id, { organization_id: organizationId, title: titleFor(), mode: "timed" });
          location.assign(`interview-editor.html?id=${id}#questions`);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          replace(status, refused(error.detail));
        }
      }),
    );
    return h("div", { class: "notice warning" }, h("p", null, TEXTS.off), status, h("div", null, button));
  }
}

/**
 * Put drafts into a new interview. What was drafted is never lost: it is in the bank, and storing can be tried again.
 * @param {string} organizationId
 * @param {string} title
 * @param {{id: string}[]} questions
 * @returns {Promise<HTMLElement>} what to show
 */
async function stored(organizationId, title, questions) {
  const id = crypto.randomUUID();
  const result = h("div");
  let created = false;
  await store();
  return result;

  async function store() {
    try {
      if (!created) await createInterview(id, { organization_id: organizationId, title, mode: "timed" });
      created = true;
      await putPlaces(
        id,
        questions.map((question, position) => ({ position, question, pool: null, draw: null })),
      );
      replace(
        result,
        done(TEXTS.drafted(questions.length, title), `interview-editor.html?id=${id}#questions`, TEXTS.read),
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const again = h("button", { class: "button secondary small", type: "button" }, TEXTS.again);
      again.addEventListener("click", () => busy(again, store));
      replace(
        result,
        h("div", { class: "notice danger" }, h("p", null, TEXTS.notStored(error.detail)), h("div", null, again)),
      );
    }
  }
}
