// @ts-check
/** Has a model draft questions for a job. Drafts stay inactive until a person has read and accepted each. */
import { Problem } from "../../client/http/problems.js";
import { field, numberInput, select, textArea } from "../authoring/fields.js";
import { done, refused, showFormPage } from "../authoring/form-page.js";
import { plural } from "../ui/format.js";

const TEXTS = {
  title: "Draft questions",
  lead: "A model writes questions and keys for a job. Each stays inactive until you have read, corrected and activated it.",
  organization: "For",
  job: "The job",
  jobHint: "A job posting, or one sentence.",
  count: "Number of questions",
  submit: "Draft",
  empty: "Describe the job first.",
  drafted: (/** @type {number} */ count) => `${plural(count, "question is", "questions are")} drafted.`,
  read: "Read the drafts",
};
/** A model may write for as long as the service lets it. */
const DEADLINE_SECONDS = 180;

/**
 * @param {import("../ui/page.js").Page} page
 * @param {{id: string, name: string, role: string}[]} organizations of the user
 */
export function showDraft({ client, main }, organizations) {
  const writing = organizations.filter(({ role }) => role !== "reviewer");
  const into = select(
    "organization",
    "",
    writing.map(({ id, name }) => [id, name]),
  );
  const job = textArea("job", "", { rows: "6", maxlength: "20000" });
  const count = numberInput("count", 5, { min: "1", max: "20", required: true });
  const fields = [
    writing.length > 1 && field(TEXTS.organization, into),
    field(TEXTS.job, job, TEXTS.jobHint),
    field(TEXTS.count, count),
  ];
  showFormPage(main, { ...TEXTS, locked: !writing.length }, fields, async () => {
    if (!job.value.trim()) return refused(TEXTS.empty);
    const body = { organization_id: into.value, job_description: job.value.trim(), count: Number(count.value) };
    try {
      // Once: every try costs tokens.
      const { questions } = await client.call("questions/draft", { body, tries: 1, deadlineSeconds: DEADLINE_SECONDS });
      return done(TEXTS.drafted(questions.length), `questions.html?bank=${into.value}&state=inactive`, TEXTS.read);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return refused(error.detail);
    }
  });
}
