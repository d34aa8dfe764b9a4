// @ts-check
/** The page of one question: write it, correct it, save it with its key. */
import { Problem } from "../../client/http/problems.js";
import { faultOf, locOf } from "../authoring/faults.js";
import { appendQuestion, placesOf } from "../authoring/interview-rows.js";
import { questionWithKey, saveQuestion } from "../authoring/question-rows.js";
import { guardUnsaved } from "../authoring/unsaved.js";
import { busy } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { KINDS } from "../ui/labels.js";
import { QuestionForm } from "./form.js";

const TEXTS = {
  newTitle: "New question",
  title: "Edit question",
  back: "All questions",
  backToInterview: "Back to the interview",
  save: "Save",
  saveAndAdd: "Save and add to the interview",
  accept: "Accept question and key",
  saved: "Saved.",
  next: "Write another question",
  nextDraft: "Read the next one",
  faults: (/** @type {number} */ count) => `${plural(count, "place")} need${count === 1 ? "s" : ""} your attention.`,
  copied:
    "This is a copy of a public question, which anybody can practise. Change its text and its options before you use it in an interview.",
  inactive:
    "This question is inactive: nobody has accepted it yet, or it was withdrawn. Read it with its key, correct it, then accept it to use it.",
  looking: "Only owners and recruiters change questions.",
  isPublic: "This question is in the public bank. Copy it to change it.",
};

/**
 * @param {import("../ui/page.js").Page} page
 * @param {{id: string, name: string, role: string}[]} organizations of the user
 * @param {URLSearchParams} address `id` of a question, or `new` with `organization`; `interview`: where to return to
 */
export async function showEditor({ client, main }, organizations, address) {
  const id = address.get("id");
  const found = id ? await questionWithKey(id) : { question: {}, key: undefined };
  if (!found) throw new Problem({ code: "question_not_found", status: 404 });
  const interviewId = address.get("interview");
  const writing = organizations.filter(({ role }) => role !== "reviewer");
  const { question, key } =
    /** @type {{question: Partial<import("../authoring/question-rows.js").QuestionRow>, key: any}} */ (found);
  const own = id ? question.organization_id : (address.get("organization") ?? writing[0]?.id);
  const locked = !writing.some((one) => one.id === own);
  const questionId = id ?? crypto.randomUUID();
  const title = id ? TEXTS.title : TEXTS.newTitle;
  document.title = `${title} · Reprise`;

  const status = h("div", { role: "status", class: "form-status" });
  const save = h("button", { class: "button" }, interviewId && !id ? TEXTS.saveAndAdd : TEXTS.save);
  const accept = h(
    "button",
    { class: "button", type: "button", hidden: question.is_active !== false || locked },
    TEXTS.accept,
  );
  const form = new QuestionForm({
    question,
    key,
    locked,
    footer: [status, h("div", { class: "row" }, accept, save, back(interviewId, "button secondary"))],
  });
  if (!accept.hidden) save.classList.add("secondary");
  const unsaved = guardUnsaved(form.element);
  form.element.addEventListener("input", () => replace(status));
  form.element.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, send);
  });
  accept.addEventListener("click", () =>
    busy(accept, async () => {
      form.accept(true);
      if (!(await send())) form.accept(false);
    }),
  );
  replace(
    main,
    h(
      "div",
      { class: "stack small" },
      back(interviewId, "back"),
      h(
        "div",
        { class: "row" },
        h("h1", { id: "title", tabindex: "-1" }, title),
        question.kind && h("span", { class: "badge" }, KINDS[question.kind]),
      ),
    ),
    question.copied_from && h("div", { class: "notice warning" }, h("p", null, TEXTS.copied)),
    question.is_active === false && !locked && h("p", { class: "notice warning", id: "inactive" }, TEXTS.inactive),
    locked && h("p", { class: "notice" }, question.organization_id === null ? TEXTS.isPublic : TEXTS.looking),
    form.element,
  );
  // A link from a list of faults names the place.
  const place = decodeURIComponent(location.hash.slice(1));
  if (place) form.show(form.ownFaults(), locOf(place));
  // Suggestions only: without them the fields are typed in full.
  client.call("questions/facets", { method: "GET" }).then(
    ({ types }) => form.suggest(types),
    () => {},
  );

  /** Save the question. Returns whether it is stored. */
  async function send() {
    const faults = form.ownFaults();
    const { question: columns, key: written } = form.value();
    if (!faults.length) {
      try {
        await saveQuestion(String(own), { ...columns, id: questionId }, written);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        faults.push(...(error.fields.errors ?? (error.fields.faults ?? []).map(faultOf)));
        if (!faults.length) {
          replace(status, h("p", { class: "notice danger" }, error.detail));
          return false;
        }
      }
    }
    const elsewhere = form.show(faults);
    if (faults.length) {
      replace(status, h("p", { class: "notice danger" }, [TEXTS.faults(faults.length), ...elsewhere].join(" ")));
      return false;
    }
    unsaved.saved();
    if (interviewId && !id) {
      await appendQuestion(interviewId, questionId);
      location.assign(`interview-editor.html?id=${interviewId}#questions`);
      return true;
    }
    if (columns.is_active) {
      document.getElementById("inactive")?.remove();
      accept.hidden = true;
    }
    const next = interviewId && (await nextDraft(interviewId));
    const link = next
      ? h("a", { href: `questions.html?id=${next}&interview=${interviewId}` }, TEXTS.nextDraft)
      : h("a", { href: `questions.html?new&organization=${own}` }, TEXTS.next);
    replace(status, h("p", { class: "notice success" }, TEXTS.saved, " ", link));
    if (!id) history.replaceState(null, "", `questions.html?id=${questionId}`);
    return true;
  }
}

/** A question of an interview that nobody has accepted yet. @param {string} interviewId @returns {Promise<string | undefined>} */
async function nextDraft(interviewId) {
  const places = await placesOf(interviewId);
  return places.find(({ question }) => !question.is_active && question.organization_id !== null)?.question.id;
}

/** @param {string | null} interviewId @param {string} kind */
function back(interviewId, kind) {
  return interviewId
    ? h("a", { class: kind, href: `interview-editor.html?id=${interviewId}#questions` }, TEXTS.backToInterview)
    : h("a", { class: kind, href: "questions.html" }, TEXTS.back);
}
