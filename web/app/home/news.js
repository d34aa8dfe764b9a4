// @ts-check
/** What happened in the user's organizations: unread notices on the home page, which update themselves. */
import { Problem } from "../../client/http/problems.js";
import { busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { dateTime } from "../ui/format.js";
import { Poll } from "../ui/poll.js";

const TEXTS = {
  title: "News",
  unread: (/** @type {number} */ count) => `${count >= 100 ? "100 or more" : count} unread`,
  read: "Mark all as read",
};
/** @type {Record<string, (title: string) => string>} */
const SENTENCES = {
  "session.completed": (title) => `A session of ${title} was completed`,
  "result.ready": (title) => `A result of ${title} is ready`,
  "evaluation.needs_review": (title) => `An answer in ${title} needs review`,
  "decision.made": (title) => `A decision about a candidate of ${title} was made`,
  "webhook.disabled": () => "A webhook was stopped, because deliveries failed",
};
const SECONDS = 60;
const MOST = "5";

/**
 * @typedef {object} Notice
 * @property {string} id
 * @property {string} type
 * @property {string} at
 * @property {boolean} read
 * @property {{id: string, name: string}} organization
 * @property {{title: string} | null} interview
 * @property {string | null} session_id
 */

/** @param {import("../../client/http/client.js").Reprise} client @param {HTMLElement} place a hidden element */
export async function showNews(client, place) {
  await load().catch(silently);
  new Poll({ request: load, seconds: () => SECONDS }).run();

  async function load() {
    const { notices, unread } = await client.call("notices", { method: "GET", query: { limit: MOST } });
    const fresh = /** @type {Notice[]} */ (notices).filter(({ read }) => !read);
    place.hidden = !fresh.length;
    // A list that changes under the focus would lose it.
    if (!fresh.length || place.contains(document.activeElement)) return;
    const read = h("button", { class: "button quiet small", type: "button" }, TEXTS.read);
    read.addEventListener("click", () =>
      busy(read, async () => {
        try {
          await client.call("notices", { body: { through: fresh[0].id } });
          read.blur();
          await load();
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          toast(error.detail);
        }
      }),
    );
    replace(
      place,
      h(
        "div",
        { class: "row between" },
        h("h2", { id: "news" }, TEXTS.title),
        h("span", { class: "row" }, h("span", { class: "badge" }, TEXTS.unread(unread)), read),
      ),
      h("ul", { class: "card-list", "aria-label": TEXTS.title }, fresh.map(row)),
    );
  }
}

/** @param {Notice} notice */
function row({ type, at, organization, interview, session_id: session }) {
  const sentence = SENTENCES[type](interview ? `“${interview.title}”` : "an interview");
  const address = session ? `recruiter.html?session=${session}` : `organization.html?id=${organization.id}`;
  return h(
    "li",
    { class: "card line" },
    h(
      "span",
      { class: "line-main" },
      h("a", { href: address, dir: "auto" }, sentence),
      h("span", { class: "muted small", dir: "auto" }, `${organization.name} · ${dateTime(at)}`),
    ),
  );
}

/** News are worth no message: the next request may succeed. @param {unknown} error */
function silently(error) {
  if (!(error instanceof Problem)) throw error;
}
