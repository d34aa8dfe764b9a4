// @ts-check
/** My results: the list of all sessions, or one result with `?session=`. */

import { pause } from "../../client/http/http.js";
import { Problem } from "../../client/http/problems.js";
import { announce } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { showMessage } from "../ui/message.js";
import { startPage } from "../ui/page.js";
import { history } from "./history.js";
import { resultView } from "./result.js";

const TEXTS = {
  title: "Result",
  back: "My results",
  notFound: "There is no such result",
  notFoundText: "The address may be incomplete, or the result belongs to another account.",
  failed: "The result could not be loaded",
  again: "Try again",
  ready: "Grading is complete. Your result is ready.",
};
/** Seconds between polls while grading continues; the last value repeats. */
const PAUSES = [1.5, 2, 3, 5, 8, 10];

const { client, main } = await startPage();
const sessionId = new URLSearchParams(location.search).get("session");
if (sessionId) await showResult(sessionId);
else history(client, main);

/** @param {string} id */
async function showResult(id) {
  document.title = `${TEXTS.title} · Reprise`;
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  let shown = "";
  for (let number = 0; ; number += 1) {
    let status;
    try {
      const { server_time, ...results } = await client.results(id);
      status = results.status;
      // A member followed a link to another user's session. The recruiting pages show what they may see of it.
      if (results.view === "reviewer") {
        location.replace(`recruiter.html?session=${id}`);
        return;
      }
      const now = JSON.stringify(results);
      if (now !== shown) {
        if (shown && status !== "grading") announce(TEXTS.ready);
        shown = now;
        document.title = `${results.session.title} · Reprise`;
        replace(main, ...resultView(client, results));
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!shown) {
        showProblem(error, id);
        return;
      }
      status = "grading"; // this poll failed; poll again
    }
    if (status !== "grading") return;
    await pause(PAUSES[Math.min(number, PAUSES.length - 1)]);
    await visible();
  }
}

/** @param {Problem} problem @param {string} id */
function showProblem(problem, id) {
  const unknown = problem.status === 404 || problem.status === 422;
  showMessage(
    main,
    unknown ? TEXTS.notFound : TEXTS.failed,
    unknown ? TEXTS.notFoundText : problem.detail,
    h("a", { class: "button secondary", href: "results.html" }, TEXTS.back),
    !unknown && h("button", { class: "button", type: "button", onclick: () => showResult(id) }, TEXTS.again),
  );
}

/** Resolves when the page is visible. @returns {Promise<void>} */
function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", () => resolve(), { once: true }));
}
