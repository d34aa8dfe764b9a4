// @ts-check
/**
 * The page of an invitation's link: what it is for, before any clock; signing up or in; accepting it. An invitation that
 * cannot be accepted leads on, too: its organization can be asked for another one.
 */
import { config } from "/config.js";
import { createReprise } from "../../client/http/client.js";
import { Problem } from "../../client/http/problems.js";
import { Tabs } from "../../client/session/tabs.js";
import { ROLES } from "../people/labels.js";
import { extentOf, termsOf } from "../people/terms.js";
import { currentUser, forgetMembership, signOut, tokenOf } from "../sign-in/account.js";
import { SignInForm } from "../sign-in/form.js";
import { startListed } from "../start/start.js";
import { systemCheck } from "../start/system-check.js";
import { busy, toast } from "../ui/dialog.js";
import { byId, h, replace } from "../ui/dom.js";
import { dateTime, plural } from "../ui/format.js";
import { mark } from "../ui/mark.js";
import { showUnexpected } from "../ui/page.js";

/** @import { InterviewItem, Role } from "../people/people.js" */
/** @import { User } from "../sign-in/account.js" */

/**
 * @typedef {object} Shown what GET /invitation returns
 * @property {string | null} email
 * @property {string} organization
 * @property {Role | null} role
 * @property {{title: string, description: string, kind: string, question_count: number, total_seconds: number | null, results_visible: boolean} | null} interview
 * @property {string} note
 * @property {number} extra_time_percent
 * @property {number | null} attempts_allowed
 * @property {string} expires_at
 * @property {number | null} places_left
 * @property {string[]} recorded
 */

const TEXTS = {
  skip: "Skip to the content",
  badge: "Invitation",
  invites: (/** @type {string} */ organization) => `${organization} invites you`,
  join: (/** @type {string} */ role) => `Become a member of the organization, as ${role}.`,
  extent: "What",
  terms: "Terms",
  until: "Until",
  untilText: (/** @type {string} */ end) => `${dateTime(end)}. You choose when to start; no clock runs before.`,
  places: "Places left",
  results: "Result",
  resultsText: (/** @type {boolean} */ shown) =>
    shown ? "You see it here, with feedback." : "The organization sees it; you do not see it here.",
  recorded: "What is recorded",
  kinds: /** @type {Record<string, string>} */ ({
    account: "your name and e-mail address",
    answers: "your answers",
    drafts: "what you write before you send it, every few seconds",
    times: "when you saw and answered each question",
    devices: "when you continued on another tab or device",
  }),
  noCamera: "No camera, no microphone, no screen.",
  signUp: "Your account keeps your answers and your result.",
  signUpFor: (/** @type {string} */ email) =>
    `The invitation is for ${email}: create an account with this address, or sign in.`,
  accept: "Accept",
  acceptAs: (/** @type {string} */ email) => `You are signed in as ${email}.`,
  otherAccount: "Use another account",
  accepted: "Accepted",
  acceptedText: "It is on your home page, too. Start when you have the time: you can do it now, or later.",
  start: "Start",
  home: "Home",
  gone: "This invitation does not work",
  goneText:
    "It was revoked or replaced, or a part of the address is missing. Ask the people who sent it for another link. Invitations to your e-mail address also appear on your home page when you sign in.",
  expired: "This invitation has expired",
  other: "This invitation is for another address",
  full: "All places are taken",
  fullText: "You can ask the people who sent it for an invitation.",
  askFirst: "Sign in or create an account to ask for another invitation.",
  ask: "Ask for another invitation",
  asked: "Your request was sent",
  askedText: (/** @type {string} */ organization) =>
    `${organization} sees that you ask for another invitation. When they give it, this link works, or you get an e-mail or another link.`,
  failed: "The page could not be loaded",
  again: "Try again",
};

showUnexpected();
const main = byId("main");
const entry = h("section", { class: "card entry", "aria-labelledby": "title" });
const account = h("p", { class: "muted" });
main.before(
  h("a", { class: "skip-link", href: "#main", onclick: skip }, TEXTS.skip),
  h(
    "header",
    { class: "site-header" },
    h(
      "div",
      null,
      h("a", { class: "brand", href: "./" }, mark(), "Reprise"),
      h("span", { class: "site-nav" }),
      h("span", { class: "badge info" }, TEXTS.badge),
    ),
  ),
);
// The part after # is not sent to this page's server, nor to others as a referrer.
const token = location.hash.slice(1);
addEventListener("hashchange", () => location.reload());
/** @type {User | null} */
let user = await currentUser();
let client = clientOf(user);
/** What to do when somebody has signed in on this page. @type {() => Promise<void>} */
let next = async () => {};
const form = new SignInForm(entry, {
  onEntered: async () => {
    user = await currentUser();
    client = clientOf(user);
    await next();
  },
});
await show();

/** Skip to the content without changing the address: its fragment is the token. @param {Event} event */
function skip(event) {
  event.preventDefault();
  main.focus();
}

/** @param {User | null} someone */
function clientOf(someone) {
  const getAccessToken = someone ? tokenOf(someone.id, () => {}) : async () => "";
  return createReprise({ functionsUrl: config.functionsUrl, getAccessToken, userId: someone?.id });
}

async function show() {
  if (user && !token) {
    // This page again, after its invitation was accepted.
    location.replace("home.html");
    return;
  }
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  try {
    const { invitation } = await load();
    // Somebody who is signed in may have one of the places.
    if (invitation.places_left === 0 && !user) showFull(invitation);
    else showInvitation(invitation);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem(error);
  }
}

/** @returns {Promise<{invitation: Shown}>} */
function load() {
  return client.call("invitation", { method: "GET", headers: { "x-invitation-token": token } });
}

/** @param {Shown} invitation */
function showInvitation(invitation) {
  const { organization, interview, email, note, role } = invitation;
  document.title = `${interview?.title ?? organization} · Reprise`;
  const way = h("div", { class: "stack" });
  replace(
    main,
    h(
      "div",
      { class: "page-title" },
      h(
        "div",
        null,
        h("p", null, TEXTS.invites(organization)),
        h("h1", { dir: "auto" }, interview?.title ?? organization),
        h("p", { dir: "auto" }, interview ? interview.description : TEXTS.join(role ? ROLES[role].toLowerCase() : "")),
      ),
    ),
    note && h("p", { class: "card preserve" }, note),
    h("section", { class: "card stack" }, particulars(invitation), interview && systemCheck(client, load)),
    way,
  );
  next = accept;
  showWay(way, TEXTS.accept, accept, email ? TEXTS.signUpFor(email) : TEXTS.signUp, email);
}

/** The refusal that signing up would lead to. @param {Shown} invitation */
function showFull({ organization, interview }) {
  const fields = { organization, interview_title: interview?.title };
  showProblem(new Problem({ code: "no_places_left", detail: TEXTS.fullText, ...fields }));
}

/** @param {Shown} invitation */
function particulars(invitation) {
  const { interview, expires_at: end, places_left: places, recorded, extra_time_percent: extra } = invitation;
  const facts = [
    ...(interview
      ? [
          [TEXTS.extent, extentOf(interview, extra)],
          [TEXTS.terms, termsOf(invitation).join(", ")],
        ]
      : []),
    [TEXTS.until, interview ? TEXTS.untilText(end) : dateTime(end)],
    ...(places === null ? [] : [[TEXTS.places, plural(places, "place")]]),
    ...(interview ? [[TEXTS.results, TEXTS.resultsText(interview.results_visible)]] : []),
    [
      TEXTS.recorded,
      `${sentence(recorded.map((kind) => TEXTS.kinds[kind] ?? kind))}${interview ? ` ${TEXTS.noCamera}` : ""}`,
    ],
  ];
  return h(
    "dl",
    { class: "particulars" },
    facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
  );
}

/** `One, two and three.` @param {string[]} parts */
function sentence(parts) {
  const text = new Intl.ListFormat("en-GB").format(parts);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/**
 * How to go on: a button for the signed-in user, else the form for signing in, after which the same happens.
 * @param {HTMLElement} place
 * @param {string} label of the button
 * @param {() => Promise<void>} work
 * @param {string} lead of the form
 * @param {string | null} [email] to fill in
 */
function showWay(place, label, work, lead, email = null) {
  if (!user) {
    replace(place, entry);
    form.show("signUp", lead);
    if (email) form.fillIn(email);
    return;
  }
  const button = h("button", { class: "button wide", type: "button" }, label);
  button.addEventListener("click", () => busy(button, work));
  const other = h("button", { class: "link", type: "button" }, TEXTS.otherAccount);
  other.addEventListener("click", () => busy(other, useAnother));
  replace(account, TEXTS.acceptAs(user.email), " ", other);
  replace(place, button, account);
}

async function useAnother() {
  await signOut();
  user = null;
  client = clientOf(null);
  await show();
  form.focus();
}

async function accept() {
  try {
    const { interview, organization } = await client.call("accept-invitation", { body: { token } });
    // The token leaves the address and the history of a device that others may use.
    history.replaceState(null, "", location.pathname);
    if (user && organization) {
      forgetMembership(user.id);
      location.assign(`organization.html?id=${organization.id}`);
    } else if (interview) await showAccepted(interview);
    else location.assign("home.html");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem(error);
  }
}

/** @param {InterviewItem} interview */
async function showAccepted(interview) {
  const tabs = await Tabs.open(user?.id ?? "");
  const start = h("button", { class: "button", type: "button" }, TEXTS.start);
  start.addEventListener("click", () =>
    busy(start, async () => {
      try {
        await startListed(client, tabs, interview);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        toast(error.detail);
      }
    }),
  );
  message(
    TEXTS.accepted,
    `${interview.title}. ${TEXTS.acceptedText}`,
    h("a", { class: "button secondary", href: "home.html" }, TEXTS.home),
    interview.state === "open" && start,
  );
}

/** @param {Problem} problem */
function showProblem(problem) {
  const { code, detail, fields } = problem;
  const titles = /** @type {Record<string, string>} */ ({
    invitation_expired: TEXTS.expired,
    invitation_for_other_address: TEXTS.other,
    no_places_left: TEXTS.full,
  });
  if (fields.requested) message(TEXTS.asked, TEXTS.askedText(fields.organization));
  else if (code === "invitation_not_found") message(TEXTS.gone, TEXTS.goneText, homeLink());
  else if (!titles[code])
    message(TEXTS.failed, detail, h("button", { class: "button", type: "button", onclick: show }, TEXTS.again));
  else {
    const way = h("div", { class: "stack" });
    const about = [fields.organization, fields.interview_title].filter(Boolean).join(" · ");
    message(titles[code], [about, detail].filter(Boolean).join(". "), way);
    next = askForAnother;
    showWay(way, TEXTS.ask, askForAnother, TEXTS.askFirst);
  }
}

/** Asks; the answer is the refusal, with `requested`. */
async function askForAnother() {
  try {
    await client.call("accept-invitation", { body: { token, request_new: true } });
    await accept();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem(error);
  }
}

function homeLink() {
  return h("a", { class: "button", href: "home.html" }, TEXTS.home);
}

/** @param {string} title @param {string} text @param {...import("../ui/dom.js").Child} rest */
function message(title, text, ...rest) {
  document.title = `${title} · Reprise`;
  replace(
    main,
    h("div", { class: "stack" }, h("h1", null, title), h("p", { dir: "auto" }, text), h("div", { class: "row" }, rest)),
  );
  main.focus();
}
