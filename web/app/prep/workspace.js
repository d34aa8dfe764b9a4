// @ts-check
/** One workspace: its name, its save state, and its sections. */

import { Problem } from "../../client/http/problems.js";
import { channel } from "../../client/storage/cross-tab.js";
import { announce } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { clockTime } from "../ui/format.js";
import { conflictsView } from "./conflicts.js";
import { Fields } from "./fields.js";
import { explanationsPanel, storiesPanel } from "./material.js";
import { questionsPanel } from "./questions.js";
import { sharePanel } from "./share.js";
import { tabsView } from "./tabs.js";

const TEXTS = {
  back: "All workspaces",
  name: "Name of the workspace",
  skill: "Skill or subject",
  tabs: "Parts of the workspace",
  questions: "Questions",
  explanations: "Skills",
  stories: "Stories",
  notes: "Notes",
  share: "Share",
  notesLabel: "Your notes",
  notesHint: "Anything you want to remember: names, links, what you would like to ask.",
  missing: "There is no such workspace",
  missingText: "It was deleted, or it belongs to another account.",
  left: "This was written here and never saved. You can copy it:",
  putAway: "Dismiss",
  failed: "The workspace could not be opened",
  again: "Try again",
  recovered: "What you had not saved before is back.",
  saved: (/** @type {string} */ time) => `Everything is saved, ${time}`,
  savedBefore: "Everything is saved",
  saving: "Saving …",
  offline: "Not saved yet. It is kept on this device and sent as soon as the server can be reached.",
  offlineFragile: "Not saved yet, and this browser cannot keep it: please leave this page open.",
  conflict: "Saved, except for what was changed in two places",
  gone: "This workspace was deleted elsewhere.",
  large: "Too long to be saved: please shorten something.",
  signedOut: "You are signed out. Sign in again to have everything saved.",
  refused: (/** @type {string} */ detail) => `Not saved: ${detail}`,
  kept: "What is not saved is kept on this device.",
  fragile: "This browser cannot keep what is not saved: please leave this page open, or copy it.",
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/workspace/prep.js").Prep} prep
 * @param {string} id
 * @param {HTMLElement} main
 */
export async function showWorkspace(client, prep, id, main) {
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  let opened;
  try {
    opened = await prep.open(id);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "prep_session_not_found") showMissing(main, await prep.leftBehind(id));
    else showFailed(main, error);
    return;
  }
  const { autosave } = opened;
  const fields = new Fields(autosave);
  const workspace = { client, prep, id, autosave, fields };
  hearOtherTabs(id, autosave);
  addEventListener("beforeunload", (event) => {
    if (autosave.dirty && !autosave.durable) event.preventDefault();
  });
  const heading = h("h1", { class: "visually-hidden" });
  const title = () => {
    setText(heading, autosave.content.name);
    document.title = `${autosave.content.name} · Reprise`;
  };
  autosave.addEventListener("change", title);
  title();
  const tabs = tabsView(TEXTS.tabs, [
    { id: "questions", label: TEXTS.questions, panel: questionsPanel(workspace) },
    { id: "skills", label: TEXTS.explanations, panel: explanationsPanel(workspace) },
    { id: "stories", label: TEXTS.stories, panel: storiesPanel(workspace) },
    { id: "notes", label: TEXTS.notes, panel: notesPanel(fields) },
    { id: "share", label: TEXTS.share, panel: sharePanel(workspace) },
  ]);
  document.body.classList.add("workspace");
  replace(
    main,
    heading,
    h(
      "div",
      { class: "workspace-head" },
      h("a", { class: "back", href: "prep.html" }, TEXTS.back),
      fields.text(["name"], {
        label: TEXTS.name,
        quiet: true,
        line: true,
        required: true,
        kind: "workspace-name",
        longest: 200,
      }),
      fields.text(["skill"], {
        label: TEXTS.skill,
        quiet: true,
        line: true,
        removable: true,
        kind: "workspace-skill",
        longest: 200,
        placeholder: TEXTS.skill,
      }),
    ),
    h("div", { class: "workspace-bar" }, tabs.list, statusView(autosave)),
    conflictsView(fields),
    tabs.panels,
  );
  tabs.show();
  if (autosave.dirty) announce(TEXTS.recovered);
}

/** @param {HTMLElement} main @param {{texts: string[], forget: () => void}} left */
function showMissing(main, { texts, forget }) {
  const back = h("a", { class: "button", href: "prep.html" }, TEXTS.back);
  const away = h("button", { class: "button secondary small", type: "button" }, TEXTS.putAway);
  const left = h(
    "section",
    { class: "card stack", id: "left-behind" },
    h("p", null, TEXTS.left),
    texts.map((text) =>
      h("pre", { class: "own-answer", tabindex: "0", role: "region", "aria-label": TEXTS.left }, text),
    ),
    h("div", null, away),
  );
  away.addEventListener("click", () => {
    forget();
    left.remove();
    back.focus();
  });
  replace(
    main,
    h("section", { class: "empty" }, h("h1", null, TEXTS.missing), h("p", null, TEXTS.missingText), back),
    texts.length > 0 && left,
  );
}

/** @param {HTMLElement} main @param {Problem} problem */
function showFailed(main, problem) {
  const again = h("button", { class: "button", type: "button", onclick: () => location.reload() }, TEXTS.again);
  replace(main, h("section", { class: "empty" }, h("h1", null, TEXTS.failed), h("p", null, problem.detail), again));
}

/** @typedef {object} Workspace
 * @property {import("../../client/http/client.js").Reprise} client
 * @property {import("../../client/workspace/prep.js").Prep} prep
 * @property {string} id
 * @property {import("../../client/workspace/autosave.js").Autosave} autosave
 * @property {Fields} fields
 */

/** @param {Fields} fields */
function notesPanel(fields) {
  return h(
    "div",
    { class: "card" },
    fields.text(["document", "notes"], { label: TEXTS.notesLabel, hint: TEXTS.notesHint, kind: "notes" }),
  );
}

/** The save state, always visible. @param {import("../../client/workspace/autosave.js").Autosave} autosave */
function statusView(autosave) {
  const status = h("p", { class: "status", id: "saved", tabindex: "-1" });
  let told = autosave.state;
  const show = () => {
    const { state } = autosave;
    setText(status, words(autosave));
    status.dataset.state = state;
    // Announce problems and their end, but not each "Saving".
    const worse = (/** @type {string} */ one) => one !== "saved" && one !== "saving";
    if (state !== told && (worse(state) || (worse(told) && state === "saved"))) announce(words(autosave));
    if (state !== "saving") told = state;
  };
  autosave.addEventListener("change", show);
  show();
  return status;
}

/** @param {import("../../client/workspace/autosave.js").Autosave} autosave */
function words({ state, savedAt, durable, problem }) {
  if (state === "saved") return savedAt ? TEXTS.saved(clockTime(savedAt)) : TEXTS.savedBefore;
  if (state === "saving") return TEXTS.saving;
  if (state === "offline") return durable ? TEXTS.offline : TEXTS.offlineFragile;
  const fragile = durable ? "" : ` ${TEXTS.fragile}`;
  if (state === "conflict") return `${TEXTS.conflict}${fragile}`;
  return `${refusal(problem)}${fragile || ` ${TEXTS.kept}`}`;
}

/** @param {Problem | null} problem */
function refusal(problem) {
  if (problem?.code === "prep_session_not_found") return TEXTS.gone;
  if (problem?.code === "payload_too_large") return TEXTS.large;
  if (problem?.code === "not_authenticated") return TEXTS.signedOut;
  return TEXTS.refused(problem?.detail ?? "");
}

/**
 * Refresh when another tab of this browser has saved, so that merges are rare.
 * @param {string} id
 * @param {import("../../client/workspace/autosave.js").Autosave} autosave
 */
function hearOtherTabs(id, autosave) {
  const others = channel(`reprise-prep:${id}`);
  let told = autosave.version;
  others.onmessage = ({ data }) => {
    if (data > autosave.version) autosave.refresh();
  };
  autosave.addEventListener("change", () => {
    if (autosave.version <= told) return;
    told = autosave.version;
    others.postMessage(told);
  });
}
