// @ts-check
/** The dialog that adds questions of the bank to an interview. */
import { Problem } from "../../client/http/problems.js";
import { appendQuestion } from "../authoring/interview-rows.js";
import { questionBrowser } from "../authoring/question-browser.js";
import { announce, announcer, busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";

const TEXTS = {
  title: "Add questions",
  add: "Add",
  added: "Added",
  of: (/** @type {string} */ action, /** @type {string} */ prompt) => `${action}: ${prompt.slice(0, 80)}`,
  done: "Done",
};

/**
 * @param {string} interviewId
 * @param {{id: string, name: string}} organization
 * @param {(questionId: string) => boolean} has whether the interview has a question
 * @returns {Promise<boolean>} whether any was added
 */
export function pickQuestions(interviewId, organization, has) {
  let added = false;
  /** One is added after the other: each goes behind the last. @type {Promise<void>} */
  let sent = Promise.resolve();
  const browser = questionBrowser({
    organizations: [organization],
    activeOnly: true,
    actions: ({ id, prompt }) => {
      const button = h("button", { class: "button secondary small", type: "button" });
      label(has(id));
      button.addEventListener(
        "click",
        () => button.getAttribute("aria-disabled") || busy(button, () => (sent = sent.then(add))),
      );
      return button;

      async function add() {
        try {
          await appendQuestion(interviewId, id);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          toast(error.detail);
          return;
        }
        added = true;
        label(true);
        announce(TEXTS.added);
      }

      /** @param {boolean} there */
      function label(there) {
        const words = there ? TEXTS.added : TEXTS.add;
        replace(button, words);
        button.setAttribute("aria-label", TEXTS.of(words, prompt));
        if (there) button.setAttribute("aria-disabled", "true");
      }
    },
  });
  const done = h("button", { class: "button", type: "button", onclick: () => dialog.close() }, TEXTS.done);
  const dialog = h(
    "dialog",
    { class: "dialog wide", id: "picker", "aria-labelledby": "picker-title" },
    announcer(),
    h("div", null, h("h2", { id: "picker-title" }, TEXTS.title), browser.element, h("footer", null, done)),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", async () => {
      dialog.remove();
      await sent;
      resolve(added);
    });
  });
}
