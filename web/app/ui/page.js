// @ts-check
/** The frame of every page for signed-in users: header, navigation, and the handling of unexpected errors. */
import { config } from "/config.js";
import { createReprise } from "../../client/http/client.js";
import { Problem } from "../../client/http/problems.js";
import { currentUser, isMember, STORAGE_KEY, tokenOf } from "../sign-in/account.js";
import { busy, toast } from "./dialog.js";
import { h, replace } from "./dom.js";
import { mark } from "./mark.js";
import { keepOnDevice } from "./on-device.js";

const TEXTS = {
  skip: "Skip to the content",
  menu: "Menu",
  account: (/** @type {string} */ name) => `${name}: your account`,
  signOut: "Sign out",
  out: (/** @type {string} */ email) =>
    `You are signed out. What you wrote is kept on this device. Sign in again as ${email}, and this page continues.`,
  signIn: "Open the sign-in in another tab",
  other: (/** @type {string} */ email) =>
    `Someone else is now signed in on this browser. What you wrote as ${email} is kept on this ` +
    "device, and is sent when you are signed in again.",
  unexpected: "Something went wrong on this page. Reload it to continue; nothing you saved is lost.",
};

const NAVIGATION = [
  { href: "home.html", label: "Home" },
  { href: "practice.html", label: "Practice" },
  { href: "prep.html", label: "Preparation" },
  { href: "results.html", label: "My results" },
];
/** Shown to members of an organization; also current on the pages that belong to it. */
const RECRUITING = {
  href: "recruiter.html",
  label: "Recruiting",
  parts: ["questions.html", "interview-editor.html", "organization.html", "invite.html"],
};

/**
 * @typedef {object} Page
 * @property {import("../../client/http/client.js").Reprise} client
 * @property {import("../sign-in/account.js").User} user
 * @property {HTMLElement} main
 */

/**
 * Prepare a page for a signed-in user. Anyone else is sent to the sign-in page and returns afterwards.
 *
 * The page's HTML contains `<main id="main" class="page" tabindex="-1">`; the header is inserted before it.
 * @param {object} [options]
 * @param {boolean} [options.navigation] false: show only the brand and the page's own controls, on pages that must not
 *   be left by accident
 * @returns {Promise<Page>}
 */
export async function startPage({ navigation = true } = {}) {
  showUnexpected();
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  // A page without navigation may have an open question: it keeps its version.
  await keepOnDevice({ replace: navigation });
  const user = await currentUser();
  if (!user) {
    const here = `${location.pathname}${location.search}`.slice(1);
    location.replace(`./?next=${encodeURIComponent(here)}`);
    return new Promise(() => {});
  }
  const away = h("div", { class: "notice warning away", id: "signed-out", role: "alert", hidden: true });
  const getAccessToken = tokenOf(user.id, (state) => showAway(away, state, user));
  const look = () => getAccessToken().catch(() => {});
  // Another tab may sign out, or sign in someone else. This page stays its user's and waits for them.
  addEventListener("storage", ({ key }) => (key === STORAGE_KEY || key === null) && look());
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  const client = createReprise({ functionsUrl: config.functionsUrl, getAccessToken, userId: user.id });
  main.before(h("a", { class: "skip-link", href: "#main" }, TEXTS.skip), header(client, user, navigation), away);
  return { client, user, main };
}

/**
 * Show a notice while the page's user is not signed in.
 * @param {HTMLElement} away
 * @param {"here" | "out" | "other"} state
 * @param {import("../sign-in/account.js").User} user
 */
function showAway(away, state, user) {
  const shown = away.hidden ? "here" : away.dataset.state;
  if (shown === state) return;
  away.dataset.state = state;
  away.hidden = state === "here";
  if (state === "here") replace(away);
  else if (state === "other") replace(away, h("p", null, TEXTS.other(user.email)));
  else
    replace(
      away,
      h("p", null, TEXTS.out(user.email)),
      h("p", null, h("a", { href: "./", target: "_blank" }, TEXTS.signIn)),
    );
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../sign-in/account.js").User} user
 * @param {boolean} navigation
 */
function header(client, user, navigation) {
  const out = h("button", { class: "button quiet small", type: "button" }, TEXTS.signOut);
  out.addEventListener("click", () => busy(out, async () => (await import("../sign-in/sign-out.js")).leave(client)));
  const here = location.pathname.split("/").pop();
  const links = h("ul", null, NAVIGATION.map(link));
  if (navigation) isMember(user.id).then((member) => member && links.append(link(RECRUITING)));
  /** @param {{href: string, label: string, parts?: string[]}} target */
  function link({ href, label, parts }) {
    const current = href === here ? "page" : parts?.includes(String(here)) ? "true" : null;
    return h("li", null, h("a", { href, "aria-current": current }, label));
  }
  const account = h(
    "a",
    {
      href: "account.html",
      title: user.email,
      "aria-label": TEXTS.account(user.name),
      "aria-current": here === "account.html" ? "page" : null,
    },
    user.name,
  );
  if (!navigation) {
    return h(
      "header",
      { class: "site-header" },
      h(
        "div",
        null,
        h("span", { class: "brand" }, mark(), "Reprise"),
        h("div", { class: "site-nav", id: "header-middle" }),
      ),
    );
  }
  return h(
    "header",
    { class: "site-header" },
    h(
      "div",
      null,
      h("a", { class: "brand", href: "home.html" }, mark(), "Reprise"),
      menuButton(),
      h(
        "div",
        { class: "site-menu", id: "site-menu" },
        h("nav", { class: "site-nav", "aria-label": "Main" }, links),
        h("div", { class: "account" }, account, out),
      ),
    ),
  );
}

/** Opens and closes the navigation on small screens. */
function menuButton() {
  const props = {
    class: "button secondary small menu-button",
    type: "button",
    "aria-expanded": "false",
    "aria-controls": "site-menu",
  };
  const button = h("button", props, TEXTS.menu);
  /** @param {boolean} open */
  const show = (open) => button.setAttribute("aria-expanded", String(open));
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  addEventListener("keydown", ({ key, target }) => {
    const inside = target instanceof Element && target.closest(".site-header");
    if (key !== "Escape" || !inside || button.getAttribute("aria-expanded") !== "true") return;
    show(false);
    button.focus();
  });
  return button;
}

/** Show refusals that no page handled, as the server's sentence. No error goes unreported. */
export function showUnexpected() {
  addEventListener("unhandledrejection", ({ reason }) =>
    toast(reason instanceof Problem ? reason.detail : TEXTS.unexpected),
  );
  // A rejected top-level `await` arrives as an `error` event.
  addEventListener("error", ({ error }) => toast(error instanceof Problem ? error.detail : TEXTS.unexpected));
}
