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
import { currentUser, forgetMembership, signOut, tokenOf } from "../sign-in/account.js";
import { SignInForm } from "../sign-in/form.js";
import { startListed } from "../start/start.js";
import { systemCheck } from "../start/system-check.js";
import { busy, toast } from "../ui/dialog.js";
import { byId, h, replace } from "../ui/dom.js";
import { mark } from "../ui/mark.js";
import { showMessage } from "../ui/message.js";
import { showUnexpected } from "../ui/page.js";
import { particulars } from "./particulars.js";
import { refusalOf, refusalOfFull } from "./refusal.js";

/** @import { InterviewItem } from "../people/people.js" */
/** @import { User } from "../sign-in/account.js" */
/** @import { Shown } from "./particulars.js" */
/** @import { Refusal } from "./refusal.js" */

const TEXTS = {
  skip: "Skip to the content",
  badge: "Invitation",
  invites: (/** @type {string} */ organization) => `${organization} invites you`,
  join: (/** @type {string} */ role) => `Become a member of the organization, as ${role}.`,
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
  askFirst: "Sign in or create an account to ask for another invitation.",
  ask: "Ask for another invitation",
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
    if (invitation.places_left === 0 && !user) showRefusal(refusalOfFull(invitation));
    else showInvitation(invitation);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showRefusal(refusalOf(error));
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

async function accept({ requestNew = false } = {}) {
  const body = requestNew ? { token, request_new: true } : { token };
  try {
    const { interview, organization } = await client.call("accept-invitation", { body });
    // The token leaves the address and the history of a device that others may use.
    history.replaceState(null, "", location.pathname);
    if (user && organization) {
      forgetMembership(user.id);
      location.assign(`organization.html?id=${organization.id}`);
    } else if (interview) await showAccepted(interview);
    else location.assign("home.html");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showRefusal(refusalOf(error));
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

/** @param {Refusal} refusal */
function showRefusal({ title, text, next: step }) {
  if (step === "home") message(title, text, homeLink());
  else if (step === "again")
    message(title, text, h("button", { class: "button", type: "button", onclick: show }, TEXTS.again));
  else message(title, text);
  if (step !== "ask") return;
  const way = h("div", { class: "stack" });
  main.append(way);
  next = askForAnother;
  showWay(way, TEXTS.ask, askForAnother, TEXTS.askFirst);
}

/** The response to the request is the refusal, with `requested`; or the invitation is accepted after all. */
function askForAnother() {
  return accept({ requestNew: true });
}

function homeLink() {
  return h("a", { class: "button", href: "home.html" }, TEXTS.home);
}

/** @param {string} title @param {string} text @param {...import("../ui/dom.js").Child} actions */
function message(title, text, ...actions) {
  document.title = `${title} · Reprise`;
  showMessage(main, title, text, ...actions);
  main.focus();
}
