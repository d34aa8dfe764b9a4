// @ts-check
/** Writes an interview: its settings, its questions, and its way from draft to published and archived. */
import { Problem } from "../../client/http/problems.js";
import {
  changeInterview,
  createInterview,
  placesOf,
  putPlaces,
  saveInstructions,
} from "../authoring/interview-rows.js";
import { guardUnsaved } from "../authoring/unsaved.js";
import { query } from "../data-api.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { INTERVIEW_STATES } from "../ui/labels.js";
import { InterviewerForm } from "./interviewer.js";
import { pickQuestions } from "./picker.js";
import { faultList, warningNotice } from "./publishing.js";
import { QuestionOrder } from "./question-order.js";
import { SettingsForm } from "./settings.js";

/** @import { AuthoredInterview, Instructions, Place } from "../authoring/interview-rows.js" */

const TEXTS = {
  back: "All interviews",
  save: "Save",
  saved: "Saved.",
  preview: "Preview",
  publish: "Publish",
  reopen: "Publish again",
  published: "Published. Candidates can start it now.",
  invite: "Invite candidates",
  unpublish: "Back to draft",
  unpublished: "A draft again. Nobody can start it, and invitations wait until it is published.",
  archive: "Archive",
  archived: "Archived. Nobody can start it any more.",
  archiveTitle: "Archive this interview?",
  archiveText: "Nobody can start it any more. Sessions in progress go on, and all results stay.",
  keep: "Keep it open",
  duplicate: "Duplicate",
  copyOf: (/** @type {string} */ title) => `Copy of ${title}`.slice(0, 200),
  candidates: "Candidates",
  add: "Add from the bank",
  write: "Write a new question",
  open: "Candidates can start this interview. What you change counts for those who start from now on.",
  looking: "Only owners and recruiters change interviews.",
  faults: "Some of this cannot be saved as it is. Please look at the marked places.",
};

/**
 * @param {import("../ui/page.js").Page} page
 * @param {object} found
 * @param {AuthoredInterview} found.interview
 * @param {{id: string, name: string, role: string}} found.organization
 * @param {Place[]} found.places
 * @param {Instructions | null} found.instructions of a conversation; null for an interview with questions
 */
export function showEditor({ client, main }, { interview, organization, places, instructions }) {
  const { id } = interview;
  const locked = organization.role === "reviewer";
  const heading = h("h1", { id: "title-of-page", tabindex: "-1", dir: "auto" });
  const badge = h("span", { class: "badge" });
  const actions = h("div", { class: "row" });
  const notices = h("div", { class: "notices", role: "status" });
  const status = h("div", { class: "form-status", role: "status" });
  const save = h("button", { class: "button" }, TEXTS.save);
  const settings = new SettingsForm(interview, locked);
  const interviewer = instructions && new InterviewerForm(instructions, locked);
  const write = `questions.html?new&organization=${organization.id}&interview=${id}`;
  const adding = [
    button(TEXTS.add, "secondary", pick),
    h("a", { class: "button secondary", href: write }, TEXTS.write),
  ];
  const order = instructions ? null : new QuestionOrder({ interviewId: id, places, locked, actions: adding });
  const form = h(
    "form",
    { class: "stack large", novalidate: true },
    settings.about,
    order?.element,
    interviewer?.element,
    settings.rules,
    !locked && h("div", { class: "stack small" }, status, h("div", { class: "row" }, save)),
  );
  const unsaved = guardUnsaved(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, stored);
  });
  show(interview);
  replace(
    main,
    h(
      "div",
      { class: "stack small" },
      h("a", { class: "back", href: "recruiter.html" }, TEXTS.back),
      h("div", { class: "row between" }, h("div", { class: "row" }, heading, badge), actions),
      locked && h("p", { class: "notice" }, TEXTS.looking),
    ),
    notices,
    form,
  );
  if (order) warnings();
  document.getElementById(location.hash.slice(1))?.focus();

  /** Show the interview's state. @param {AuthoredInterview} now */
  function show(now) {
    interview = now;
    document.title = `${now.title} · Reprise`;
    setText(heading, now.title);
    const { label, kind } = INTERVIEW_STATES[now.status];
    badge.className = `badge ${kind}`;
    setText(badge, label);
    const focused = actions.contains(document.activeElement);
    replace(
      actions,
      order && h("a", { class: "button secondary", href: `interview-editor.html?id=${id}&preview` }, TEXTS.preview),
      now.status !== "draft" &&
        h("a", { class: "button secondary", href: `recruiter.html?interview=${id}` }, TEXTS.candidates),
      !locked && button(TEXTS.duplicate, "secondary", duplicate),
      !locked && now.status !== "draft" && button(TEXTS.unpublish, "secondary", unpublish),
      !locked && now.status === "published" && button(TEXTS.archive, "secondary", archive),
      !locked &&
        now.status !== "published" &&
        button(now.status === "draft" ? TEXTS.publish : TEXTS.reopen, "", publish),
    );
    if (focused) heading.focus();
    if (now.status === "published" && !locked)
      replace(notices, h("div", { class: "notice" }, h("p", null, TEXTS.open), inviting()));
  }

  /** What to do with a published interview. */
  function inviting() {
    return h("div", null, h("a", { class: "button secondary small", href: `invite.html?id=${id}` }, TEXTS.invite));
  }

  /** Save what was changed. Returns whether everything is stored. */
  async function stored() {
    replace(status);
    const faults = settings.ownFaults();
    settings.show(faults);
    if (faults.length || interviewer?.showFaults()) {
      replace(status, h("p", { class: "notice danger" }, TEXTS.faults));
      return false;
    }
    try {
      if (order) await order.settled();
      if (unsaved.changed()) {
        const now = await changeInterview(id, settings.value());
        if (interviewer) await saveInstructions(id, interviewer.value());
        unsaved.saved();
        show(now);
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      settings.show((error.fields.errors ?? []).map((/** @type {{loc: string[]}} */ { loc }) => loc[0]));
      replace(status, h("p", { class: "notice danger" }, error.detail));
      return false;
    }
    replace(status, h("p", { class: "notice success" }, TEXTS.saved));
    return true;
  }

  async function publish() {
    if (!(await stored())) return;
    replace(status);
    try {
      const done = await client.call(`interviews/${id}/publish`);
      show({ ...interview, status: "published" });
      replace(
        notices,
        h("div", { class: "notice success" }, h("p", null, TEXTS.published), inviting()),
        warningNotice(done.warnings),
      );
      order?.warn(done.warnings);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { faults } = error.fields;
      const list = Array.isArray(faults) && faultList(faults, await placesOf(id), id);
      replace(notices, list || h("p", { class: "notice danger" }, error.detail));
      if (list) list.focus();
    }
  }

  async function archive() {
    const choice = await ask({
      title: TEXTS.archiveTitle,
      body: h("p", null, TEXTS.archiveText),
      actions: [
        { value: "archive", label: TEXTS.archive, kind: "danger" },
        { value: "", label: TEXTS.keep, kind: "secondary" },
      ],
    });
    if (choice !== "archive") return;
    await tried(async () => {
      const now = await changeInterview(id, { status: "archived" });
      replace(notices);
      show(now);
      toast(TEXTS.archived);
    });
  }

  async function unpublish() {
    await tried(async () => {
      const now = await changeInterview(id, { status: "draft" });
      replace(notices);
      show(now);
      toast(TEXTS.unpublished);
    });
  }

  async function duplicate() {
    if (!(await stored())) return;
    await tried(async () => {
      const copy = crypto.randomUUID();
      const fields = { ...settings.value(), title: TEXTS.copyOf(interview.title) };
      await createInterview(copy, { organization_id: organization.id, mode: interview.mode, ...fields });
      if (interviewer) await saveInstructions(copy, interviewer.value());
      else {
        const there = await placesOf(id);
        if (there.length) await putPlaces(copy, there);
      }
      location.assign(`interview-editor.html?id=${copy}`);
    });
  }

  async function pick() {
    if (!order || !(await pickQuestions(id, organization, (question) => order.has(question)))) return;
    await order.reload();
    await warnings();
  }

  async function warnings() {
    const { warnings: found } = await query((one) => one.rpc("get_interview_warnings", { interview_id: id }));
    if (order) order.warn(found);
  }

  /** Show a refusal as its sentence. @param {() => Promise<void>} work */
  async function tried(work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      replace(notices, h("p", { class: "notice danger" }, error.detail));
    }
  }
}

/** @param {string} label @param {string} kind @param {() => Promise<unknown>} press */
function button(label, kind, press) {
  const made = h("button", { class: `button ${kind}`, type: "button" }, label);
  made.addEventListener("click", () => busy(made, press));
  return made;
}
