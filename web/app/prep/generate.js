// @ts-check
/** Generates questions, explanations and stories with a model. */
import { Problem, unreachable } from "../../client/http/problems.js";
import { busy } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { dateTime, plural } from "../ui/format.js";
import { DEPTHS } from "./labels.js";

const TEXTS = {
  kinds: {
    questions: {
      title: "Have questions written for you",
      part: "questions",
      count: 5,
      word: (/** @type {number} */ n) => `${plural(n, "question")} added.`,
    },
    skill_explanation: {
      title: "Have something explained",
      part: "skill_explanations",
      count: 0,
      word: () => "The explanation is added.",
    },
    star_story: {
      title: "Have a story drafted",
      part: "star_stories",
      count: 1,
      word: (/** @type {number} */ n) =>
        `${plural(n, "story", "stories")} added. Replace what stands in [brackets] with your own.`,
    },
  },
  about: "About",
  depth: "How deep",
  count: "How many",
  write: "Write",
  writing: "Writing … this can take up to a minute. You can keep working meanwhile.",
  again: {
    title: "This was written for you before",
    text: "It is in this workspace already, and nothing was counted again.",
    more: "Write something new",
  },
  off: {
    title: "Writing with AI is not set up here",
    text: "Everything else works as usual: the templates, your own questions, answers, stories and notes.",
  },
  quota: (/** @type {string} */ time) => ({
    title: "That is all for today",
    text: `The texts that can be written for you in a day are used up. There are new ones from ${time}. What you have stays.`,
  }),
  failed: {
    title: "The model returned nothing usable",
    text: "Nothing was added, and nothing was counted. Please try again in a moment.",
  },
  room: {
    title: "There is no room left in this workspace",
    text: "What was written is kept. Remove something you no longer need, then press “Write” again to get it.",
  },
  unreachable: {
    title: "The server cannot be reached",
    text: "Please check your connection and try again. If it was written meanwhile, you get it without being counted twice.",
  },
  added: "Added",
};

/** @typedef {keyof typeof TEXTS.kinds} Kind */

/**
 * @param {import("./workspace.js").Workspace} workspace
 * @param {Kind} kind
 */
export function generateView({ prep, id, autosave }, kind) {
  const words = TEXTS.kinds[kind];
  const names = { about: `${kind}-about`, depth: `${kind}-depth`, count: `${kind}-count` };
  const about = h("input", {
    class: "input",
    id: names.about,
    maxlength: 200,
    value: autosave.content.skill ?? "",
    autocomplete: "off",
    required: true,
  });
  const depth = h(
    "select",
    { class: "input", id: names.depth },
    Object.entries(DEPTHS).map(([value, label]) => h("option", { value }, label)),
  );
  depth.value = "standard";
  const count = h("input", { class: "input", id: names.count, type: "number", min: 1, max: 20, value: words.count });
  const write = h("button", { class: "button", type: "submit" }, TEXTS.write);
  const status = h("div", { role: "status" });
  const form = h(
    "form",
    { class: "generate-form" },
    field(TEXTS.about, about),
    field(TEXTS.depth, depth),
    words.count > 0 && field(TEXTS.count, count),
    write,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(false);
  });
  autosave.addEventListener("merged", () => (about.value ||= autosave.content.skill ?? ""));

  /** @param {boolean} refresh */
  function run(refresh) {
    return busy(write, async () => {
      replace(status, h("p", { class: "muted" }, TEXTS.writing));
      try {
        // Save first: the workspace's subject may just have been edited.
        await autosave.flush();
        const body = {
          kind,
          skill: about.value.trim(),
          depth: depth.value,
          refresh,
          ...(words.count ? { count: Number(count.value) || words.count } : {}),
        };
        const made = await prep.generate(id, body);
        await autosave.refresh();
        if (made.replayed) {
          const more = h(
            "button",
            { class: "button secondary small", type: "button", onclick: again },
            TEXTS.again.more,
          );
          replace(status, notice("", TEXTS.again, h("div", null, more)));
        } else {
          replace(
            status,
            notice("success", {
              title: TEXTS.added,
              text: words.word(Object.keys(made.content[words.part] ?? {}).length),
            }),
          );
        }
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        replace(status, explained(error));
      }
    });
  }

  /** Generate once more. The pressed button is about to disappear, so the focus moves to the first one. */
  function again() {
    write.focus();
    run(true);
  }

  return h(
    "details",
    { class: "card generate" },
    h("summary", null, words.title),
    h("div", { class: "stack" }, form, status),
  );
}

/** @param {Problem} problem */
function explained(problem) {
  if (problem.code === "ai_not_configured") return notice("", TEXTS.off);
  if (problem.code === "rate_limited")
    return notice("", TEXTS.quota(dateTime(Date.now() + (problem.retryAfterSeconds ?? 0) * 1000)));
  if (problem.code === "payload_too_large") return notice("warning", TEXTS.room);
  if (problem.code === "generation_failed" || problem.code === "generation_in_progress")
    return notice("warning", TEXTS.failed);
  if (unreachable(problem)) return notice("warning", TEXTS.unreachable);
  return notice("warning", { title: TEXTS.failed.title, text: problem.detail });
}

/** @param {string} kind @param {{title: string, text: string}} words @param {...import("../ui/dom.js").Child} more */
function notice(kind, { title, text }, ...more) {
  return h("div", { class: `notice ${kind}` }, h("strong", null, title), h("p", null, text), ...more);
}

/** @param {string} label @param {HTMLElement} input */
function field(label, input) {
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input);
}
