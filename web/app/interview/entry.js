// @ts-check
/** How the page begins: starts or resumes the session that its address asks for, or says why it cannot. */
import { Problem, unreachable } from "../../client/http/problems.js";
import { askedToBegin, beginHere, forget, shallTakeOver, startOver, wasHere } from "../start/start.js";
import { welcomeBack } from "../start/welcome-back.js";
import { announce, busy } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";

/** @import { ActiveSession } from "../../client/types.js" */

/**
 * @typedef {object} Place where to enter, and with what
 * @property {import("../../client/http/client.js").Reprise} client
 * @property {HTMLElement} main
 * @property {import("../../client/session/tabs.js").Tabs} tabs
 * @property {import("../../client/session/interview.js").Interview} interview
 */

const TEXTS = {
  elsewhere: {
    tab: "This interview is open in another tab",
    tabText: "You can continue there, or move it to this tab. What you typed there comes along.",
    device: "This interview is open on another device",
    deviceText:
      "It was active less than a minute ago. You can continue there, or move it here: what you typed there comes along.",
    free: "The other tab has closed this interview",
    freeText: "You can continue here.",
    here: "Continue here",
    home: "Back to home",
  },
  missing: {
    title: "There is nothing to continue here",
    text: "This interview is over, or it belongs to another account.",
    home: "Back to home",
  },
  failed: {
    title: "This interview cannot be opened",
    address: "The address of this page is not complete. Your interviews are on the home page.",
    again: "Try again",
    home: "Back to home",
  },
  back: "You are back where you were.",
};

/**
 * Enter as the address asks: `?session=` resumes; `?interview=` and `?practice=` start.
 * @param {Place} place
 */
export async function enter(place) {
  const { client, tabs, interview } = place;
  const sessionId = new URLSearchParams(location.search).get("session");
  const asked = askedToBegin();
  const here = sessionId !== null && wasHere(sessionId);
  if (here && !navigator.onLine && (await interview.resumeFromDevice(sessionId))) return;
  try {
    if (asked) return await beginHere(interview, asked);
    const active = await client.activeSession(tabs.clientId);
    if (sessionId && active?.id !== sessionId) {
      // This session is not the active one: the server says how it ended.
      await interview.resume(sessionId);
    } else if (!active) missing(place);
    else if (shallTakeOver(active.id)) await interview.resume(active.id, { takeover: true });
    else if (active.live_elsewhere) await elsewhere(place, active);
    else if (wasHere(active.id) && !active.break) {
      await interview.resume(active.id);
      const [{ type }] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
      if (type === "reload") announce(TEXTS.back);
    } else await askFirst(place, active);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (here && unreachable(error) && (await interview.resumeFromDevice(sessionId))) return;
    if (error.code === "live_elsewhere" && sessionId) await elsewhere(place, { id: sessionId });
    else if (error.code === "no_session" || (error.code === "invalid_request" && sessionId)) missing(place);
    else failed(place, error);
  }
}

/** @param {Place} place @param {ActiveSession} session */
async function askFirst({ client, tabs, interview }, session) {
  const choice = await welcomeBack(client, session);
  if (choice === "resume") await interview.resume(session.id);
  else if (choice === "start-over") await startOver(client, tabs, session);
  else location.assign("home.html");
}

/**
 * Another tab or device holds the session: say so immediately, and offer to move it here.
 * @param {Place} place
 * @param {Pick<ActiveSession, "id">} session
 */
async function elsewhere({ main, tabs, interview }, session) {
  const inTab = await tabs.isOpenElsewhere(session.id);
  const heading = h("h1", { tabindex: "-1" }, inTab ? TEXTS.elsewhere.tab : TEXTS.elsewhere.device);
  const text = h("p", { class: "muted" }, inTab ? TEXTS.elsewhere.tabText : TEXTS.elsewhere.deviceText);
  const here = h("button", { class: "button", type: "button" }, TEXTS.elsewhere.here);
  here.addEventListener("click", () => busy(here, () => interview.resume(session.id, { takeover: true })));
  replace(
    main,
    h(
      "section",
      { class: "card", id: "elsewhere" },
      heading,
      text,
      h(
        "footer",
        { class: "row end" },
        h("a", { class: "button secondary", href: "home.html" }, TEXTS.elsewhere.home),
        here,
      ),
    ),
  );
  heading.focus();
  if (!inTab) return;
  await tabs.whenFree(session.id);
  if (interview.phase !== "idle") return;
  setText(heading, TEXTS.elsewhere.free);
  setText(text, TEXTS.elsewhere.freeText);
}

/** @param {Place} place */
function missing({ main }) {
  forget();
  replace(
    main,
    h(
      "section",
      { class: "empty" },
      h("h1", null, TEXTS.missing.title),
      h("p", null, TEXTS.missing.text),
      h("p", null, h("a", { class: "button", href: "home.html" }, TEXTS.missing.home)),
    ),
  );
}

/** @param {Place} place @param {Problem} problem */
function failed({ main }, { code, detail, repeatable }) {
  const again =
    repeatable &&
    h("button", { class: "button", type: "button", onclick: () => location.reload() }, TEXTS.failed.again);
  const home = h("a", { class: `button ${repeatable ? "secondary" : ""}`, href: "home.html" }, TEXTS.failed.home);
  const text = code === "invalid_request" ? TEXTS.failed.address : detail;
  replace(
    main,
    h(
      "section",
      { class: "card", role: "alert" },
      h("h1", null, TEXTS.failed.title),
      h("p", null, text),
      h("footer", { class: "row end" }, home, again),
    ),
  );
}
