// @ts-check
/** The interviews that the user may take: each with its size, attempts left and state. */
import { Problem } from "../../client/http/problems.js";
import { extentOf, remainingOf } from "../people/terms.js";
import { pageOf, startListed } from "../start/start.js";
import { busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

/** @import { InterviewItem } from "../people/people.js" */

const TEXTS = {
  none: "There is no interview for you at the moment.",
  noneHint: "Invitations appear here automatically. Meanwhile, a practice run is a good warm-up.",
  notLoaded: "The interviews could not be loaded. Please reload the page.",
  invited: "Invited",
  open: "Open to everyone",
  running: "In progress",
  taken: "Taken",
  over: "No attempt left",
  start: "Start",
  again: "Start again",
  resume: "Resume",
  result: "Your result",
  more: "Show more",
};
/** Number of cards shown at first, and added with each press. */
const PAGE = 60;

/**
 * Cards of what can be taken, invitations first, or why there are none.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {string | null} [cursor]
 * @returns {Promise<HTMLElement[]>}
 */
export async function interviewCards(client, tabs, cursor = null) {
  let page;
  try {
    page = await client.call("interviews", { method: "GET", query: { limit: PAGE, cursor: cursor ?? undefined } });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [h("p", { class: "notice warning" }, TEXTS.notLoaded)];
  }
  /** @type {{interviews: InterviewItem[], next_cursor: string | null}} */
  const { interviews, next_cursor: next } = page;
  if (!interviews.length && !cursor)
    return [h("div", { class: "empty" }, h("h3", null, TEXTS.none), h("p", null, TEXTS.noneHint))];
  const cards = interviews.map((item) => card(client, tabs, item));
  return next ? [...cards, moreAfter(client, tabs, next)] : cards;
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {string} cursor
 */
function moreAfter(client, tabs, cursor) {
  const more = h("button", { class: "button secondary", type: "button" }, TEXTS.more);
  more.addEventListener("click", () =>
    busy(more, async () => {
      const cards = await interviewCards(client, tabs, cursor);
      more.replaceWith(...cards);
      cards[0]?.querySelector(/** @type {"a"} */ ("a, button"))?.focus();
    }),
  );
  return more;
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {InterviewItem} item
 */
function card(client, tabs, item) {
  const { title, description, organization, state, session_id: session } = item;
  return h(
    "article",
    { class: "card" },
    h(
      "div",
      { class: "stack small" },
      h("h3", { dir: "auto" }, title),
      h("p", { class: "muted small", dir: "auto" }, organization),
      description && h("p", { class: "muted", dir: "auto" }, description),
      h(
        "ul",
        { class: "plain small" },
        [extentOf(item, item.extra_time_percent), ...remainingOf(item)].map((fact) => h("li", null, fact)),
      ),
    ),
    h(
      "footer",
      null,
      badge(item),
      h(
        "span",
        { class: "row end" },
        state !== "in_progress" &&
          session &&
          h(
            "a",
            {
              class: "button quiet",
              href: `results.html?session=${session}`,
              "aria-label": `${TEXTS.result}: ${title}`,
            },
            TEXTS.result,
          ),
        state === "in_progress" && session && resume(item, session),
        state === "open" && startButton(client, tabs, item),
      ),
    ),
  );
}

/** @param {InterviewItem} item */
function badge({ state, invited, session_id: session }) {
  if (state === "in_progress") return h("span", { class: "badge info" }, TEXTS.running);
  if (state === "taken") return h("span", { class: "badge success" }, session ? TEXTS.taken : TEXTS.over);
  return h("span", { class: `badge ${invited ? "accent" : ""}` }, invited ? TEXTS.invited : TEXTS.open);
}

/** @param {InterviewItem} item @param {string} session */
function resume({ title, kind }, session) {
  const href = pageOf({ id: session, mode: kind });
  return h("a", { class: "button", href, "aria-label": `${TEXTS.resume} ${title}` }, TEXTS.resume);
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {InterviewItem} item
 */
function startButton(client, tabs, item) {
  const label = item.session_id ? TEXTS.again : TEXTS.start;
  const start = h("button", { class: "button", type: "button", "aria-label": `${label} ${item.title}` }, label);
  start.addEventListener("click", () =>
    busy(start, async () => {
      try {
        await startListed(client, tabs, item);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        toast(error.detail);
      }
    }),
  );
  return start;
}
