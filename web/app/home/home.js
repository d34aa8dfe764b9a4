// @ts-check
/** Home: what can be resumed, and what can be started. */
import { backoff, pause } from "../../client/http/http.js";
import { Problem } from "../../client/http/problems.js";
import { submitLeftDrafts } from "../../client/session/left-behind.js";
import { Outbox, outcome } from "../../client/session/outbox.js";
import { Tabs } from "../../client/session/tabs.js";
import { DeviceStore } from "../../client/storage/device-store.js";
import { tellUnsent } from "../conversation/unsent.js";
import { addNotice } from "../interview/notices.js";
import { isMember } from "../sign-in/account.js";
import { go, startOver } from "../start/start.js";
import { welcomeBack } from "../start/welcome-back.js";
import { h, replace } from "../ui/dom.js";
import { startPage } from "../ui/page.js";
import { savedAnswers, storedWords } from "../ui/sealed-upload.js";
import { foundCard } from "./found.js";
import { interviewCards } from "./interviews.js";

/** @import { ActiveSession } from "../../client/types.js" */

const TEXTS = {
  hello: (/** @type {string} */ name) => `Hello, ${name}`,
  lead: "Whatever you write here is saved while you write it.",
  interviews: "Interviews",
  unknown: "We could not check whether you have an open session",
  unknownText: "If it is an interview, its clock goes on. We keep looking.",
  unknownAgain: "Try again",
  savedText: "If an interview page without a network saved your answers as a file, upload it here.",
  savedStored: "The people who review the interview see it and decide whether it counts.",
  savedOpen: "Its question is still open: please continue the interview and send the answer there.",
  more: "More",
  links: [
    {
      href: "practice.html",
      title: "Practice",
      text: "Pick a topic and a level, and answer questions like the real ones.",
    },
    {
      href: "conversation.html",
      title: "Conversation",
      text: "Talk with an interviewer about a topic of your own, without a clock.",
    },
    { href: "prep.html", title: "Preparation", text: "Collect questions, notes and stories for the interview ahead." },
    { href: "results.html", title: "My results", text: "Everything you have taken, with feedback where it is shown." },
    {
      href: "organization.html",
      title: "Interview others",
      text: "Create an organization or join one, write interviews and invite people.",
    },
  ],
};

/** How long (seconds) to delay the list so that the resume card above it does not shift the layout. */
const LIST_WAITS_SECONDS = 1.5;

const { client, main, user } = await startPage();
const [tabs, store] = await Promise.all([Tabs.open(user.id), DeviceStore.open()]);
const found = h("div", { id: "found" });
/** @type {Promise<ActiveSession | null> | null} */
let looking = null;
let stopClock = () => {};
const notices = h("div", { class: "notices", role: "status" });
/** The work of members of an organization comes before the interviews that they can take themselves. */
const recruiting = h("section", { class: "stack", "aria-labelledby": "recruiting", hidden: true });
const news = h("section", { class: "stack", "aria-labelledby": "news", hidden: true });
const list = h("div", { class: "columns" });
const skeleton = h(
  "div",
  { class: "columns", "aria-busy": "true" },
  h("div", { class: "card skeleton" }),
  h("div", { class: "card skeleton" }),
);
const sections = [
  h(
    "section",
    { class: "stack", "aria-labelledby": "interviews" },
    h("h2", { id: "interviews" }, TEXTS.interviews),
    list,
  ),
  h(
    "section",
    { class: "stack", "aria-labelledby": "more" },
    h("h2", { id: "more" }, TEXTS.more),
    h(
      "div",
      { class: "columns small-cards" },
      TEXTS.links.map(({ href, title, text }) =>
        h("a", { class: "card", href }, h("h3", null, title), h("p", { class: "muted" }, text)),
      ),
    ),
  ),
];
replace(
  main,
  h(
    "div",
    { class: "page-title" },
    h("div", null, h("h1", null, TEXTS.hello(user.name.split(/[\s@]/)[0])), h("p", null, TEXTS.lead)),
  ),
  notices,
  found,
  news,
  recruiting,
  skeleton,
);
showRecruitingToMembers();
sendLeftovers();
const looked = lookForActive();
// Another session may be live since the user last saw this page.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookForActive());
Promise.all([interviewCards(client, tabs), Promise.race([looked, pause(LIST_WAITS_SECONDS)])]).then(([interviews]) => {
  replace(list, interviews);
  skeleton.replaceWith(...sections);
  if (client.sealingKey) sections[sections.length - 1].after(uploadCard());
});
await greet(await looked);

async function showRecruitingToMembers() {
  if (!(await isMember(user.id))) return;
  await (await import("./recruiting.js")).showRecruiting(recruiting, user.id);
  await (await import("./news.js")).showNews(client, news);
}

/** Send answers that an earlier visit could not send, and show their outcomes. */
async function sendLeftovers() {
  const outbox = new Outbox(client, store);
  for (const type of ["delivered", "kept", "refused"]) {
    outbox.addEventListener(type, (event) => {
      const { entry, view, problem } = /** @type {import("../../client/session/outbox.js").OutboxEvent} */ (event);
      const notice = outcome(type, entry, view, problem);
      if (notice) addNotice(notices, notice);
    });
  }
  outbox.flush();
  for (const entry of await outbox.entries()) {
    const notice = entry.refused && outcome("refused", entry, null, { code: entry.refused });
    if (notice) addNotice(notices, notice, () => outbox.forget(entry));
  }
  const device = { client, tabs, store };
  await submitLeftDrafts(device, outbox);
  await tellUnsent(device, notices);
}

/**
 * Poll until it is known what can be resumed, and show it.
 * @returns {Promise<ActiveSession | null>}
 */
function lookForActive() {
  looking ??= lookAgain().finally(() => (looking = null));
  return looking;
}

async function lookAgain() {
  const again = h("button", { class: "button secondary small", type: "button" }, TEXTS.unknownAgain);
  for (let failures = 1; ; failures += 1) {
    try {
      const session = await client.activeSession(tabs.clientId);
      await showActive(session);
      return session;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      again.removeAttribute("aria-busy");
      if (!again.isConnected) {
        replace(
          found,
          h(
            "div",
            { class: "notice warning", role: "alert" },
            h("strong", null, TEXTS.unknown),
            h("p", null, `${error.detail} ${TEXTS.unknownText}`),
            h("div", null, again),
          ),
        );
      }
      await timeToLookAgain(again, failures);
      again.setAttribute("aria-busy", "true");
    }
  }
}

/**
 * Resolves when the user presses the button, the network is back, or a pause has passed.
 * @param {HTMLElement} button
 * @param {number} failures
 */
function timeToLookAgain(button, failures) {
  return new Promise((resolve) => {
    button.addEventListener("click", resolve, { once: true });
    addEventListener("online", resolve, { once: true });
    setTimeout(resolve, backoff(failures) * 1000);
  });
}

/** Show the session that can be resumed. @param {ActiveSession | null} session */
async function showActive(session) {
  const inTab = session !== null && (await tabs.isOpenElsewhere(session.id));
  const focused = found.contains(document.activeElement);
  stopClock();
  const card = session && foundCard(client, tabs.clientId, session, inTab, lookForActive);
  stopClock = card ? card.stop : () => {};
  replace(found, card?.element);
  if (focused) focusFound();
  if (inTab) tabs.whenFree(session.id).then(lookForActive);
}

function uploadCard() {
  return savedAnswers(client, TEXTS.savedText, (uploaded) => [
    `${storedWords(uploaded)} ${uploaded.open ? TEXTS.savedOpen : TEXTS.savedStored}`,
  ]);
}

/** Keep the focus on the resume card; if it is gone, focus the main element. */
function focusFound() {
  (document.getElementById("resume") ?? main).focus({ preventScroll: true });
}

/** Ask what to do about the session, unless it is live elsewhere or another dialog is open. @param {ActiveSession | null} session */
async function greet(session) {
  if (!session || session.live_elsewhere || document.querySelector("dialog:modal")) return;
  const choice = await welcomeBack(client, session);
  if (choice === "resume") go(session);
  else if (choice === "start-over") await startOver(client, tabs, session);
  else focusFound();
}
