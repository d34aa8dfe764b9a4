// @ts-check
/** The frame around every page for signed-in people: header, navigation, what to do about unexpected errors. */
import { config } from "/config.js";
import { createReprise } from "../reprise/client.js";
import { Problem } from "../reprise/problems.js";
import { toast } from "./dialog.js";
import { h, svg } from "./dom.js";
import { accessToken, currentUser, isMember, signOut } from "./session.js";

const TEXTS = {
  skip: "Skip to the content",
  signOut: "Sign out",
  unexpected: "Something went wrong on this page. Reload it to continue; nothing you saved is lost.",
};

const NAVIGATION = [
  { href: "home.html", label: "Home" },
  { href: "practice.html", label: "Practice" },
  { href: "prep.html", label: "Preparation" },
  { href: "results.html", label: "My results" },
];
/** For members of an organization. */
const RECRUITING = { href: "recruiter.html", label: "Recruiting" };

/**
 * @typedef {object} Page
 * @property {import("../reprise/client.js").Reprise} client
 * @property {import("./session.js").User} user
 * @property {HTMLElement} main
 */

/**
 * Prepare a page for a signed-in person; everybody else is sent to the sign-in, and comes back afterwards.
 *
 * The page's HTML has `<main id="main" class="page" tabindex="-1">`; the header is put before it.
 * @param {object} [options]
 * @param {boolean} [options.navigation] false: only the brand and the account, for pages that must not be left by accident
 * @returns {Promise<Page>}
 */
export async function startPage({ navigation = true } = {}) {
  tellUnexpected();
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  const user = await currentUser();
  if (!user) {
    const here = `${location.pathname}${location.search}`.slice(1);
    location.replace(`./?next=${encodeURIComponent(here)}`);
    return new Promise(() => {});
  }
  main.before(h("a", { class: "skip-link", href: "#main" }, TEXTS.skip), header(user, navigation));
  const client = createReprise({ functionsUrl: config.functionsUrl, getAccessToken: accessToken, userId: user.id });
  return { client, user, main };
}

/** The brand's mark. */
export function mark() {
  return svg(
    "svg",
    { viewBox: "0 0 28 28", "aria-hidden": "true" },
    svg("rect", { width: 28, height: 28, rx: 8, fill: "currentColor" }),
    svg("path", {
      d: "M9 7v14M12.5 14 19 9v10z",
      fill: "var(--surface)",
      stroke: "var(--surface)",
      "stroke-width": 2.4,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

/**
 * @param {import("./session.js").User} user
 * @param {boolean} navigation
 */
function header(user, navigation) {
  const here = location.pathname.split("/").pop();
  const links = h("ul", null, NAVIGATION.map(link));
  if (navigation) isMember(user.id).then((member) => member && links.append(link(RECRUITING)));
  /** @param {{href: string, label: string}} target */
  function link({ href, label }) {
    return h("li", null, h("a", { href, "aria-current": href === here ? "page" : null }, label));
  }
  return h(
    "header",
    { class: "site-header" },
    h(
      "div",
      null,
      navigation ? h("a", { class: "brand", href: "home.html" }, mark(), "Reprise") : h("span", { class: "brand" }, mark(), "Reprise"),
      navigation
        ? h("nav", { class: "site-nav", "aria-label": "Main" }, links)
        : h("div", { class: "site-nav", id: "header-middle" }),
      navigation &&
        h(
          "div",
          { class: "account" },
          h("span", { title: user.email }, user.name),
          h("button", { class: "button quiet small", type: "button", onclick: leave }, TEXTS.signOut),
        ),
    ),
  );
}

async function leave() {
  await signOut();
  location.assign("./");
}

/** Nothing fails in silence: a refusal that no page handled is shown in the server's own words. */
function tellUnexpected() {
  addEventListener("unhandledrejection", ({ reason }) => toast(reason instanceof Problem ? reason.detail : TEXTS.unexpected));
  addEventListener("error", () => toast(TEXTS.unexpected));
}
