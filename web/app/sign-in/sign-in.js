// @ts-check
/** Sign in or create an account, then continue to the requested page. */
import { config } from "/config.js";
import { busy } from "../ui/dialog.js";
import { byId, setText } from "../ui/dom.js";
import { currentUser, signIn, signUp } from "./account.js";

const DEMO_PASSWORD = "reprise-demo";
const TEXTS = {
  signIn: {
    title: "Sign in",
    lead: "Your interviews are one step away.",
    submit: "Sign in",
    question: "New here?",
    other: "Create an account",
  },
  signUp: {
    title: "Create an account",
    lead: "It takes ten seconds.",
    submit: "Create account",
    question: "Have an account?",
    other: "Sign in",
  },
  name: "Please tell us your name.",
  short: "The password needs at least 8 characters.",
};

const form = /** @type {HTMLFormElement} */ (byId("form"));
const submit = byId("submit");
let creating = false;

/** The page to continue to. Only pages of this site are allowed. */
function destination() {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  return /^[a-z]+\.html(\?[^#]*)?$/.test(next) ? next : "home.html";
}

/** @param {string} text */
function tell(text) {
  byId("problem").hidden = !text;
  setText(byId("problem"), text);
}

/** @param {() => Promise<string>} attempt @param {HTMLElement} button */
async function enter(attempt, button) {
  tell("");
  await busy(button, async () => {
    const problem = await attempt();
    if (problem) tell(problem);
    else location.assign(destination());
  });
}

/** @param {boolean} create */
function show(create) {
  creating = create;
  const texts = create ? TEXTS.signUp : TEXTS.signIn;
  setText(byId("title"), texts.title);
  setText(byId("lead"), texts.lead);
  setText(submit, texts.submit);
  setText(byId("switch-text"), texts.question);
  setText(byId("switch"), texts.other);
  document.title = `${texts.title} · Reprise`;
  byId("name-field").hidden = !create;
  byId("password-hint").hidden = !create;
  byId("password").setAttribute("autocomplete", create ? "new-password" : "current-password");
  tell("");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const [name, email] = ["name", "email"].map((field) => String(data.get(field) ?? "").trim());
  const password = String(data.get("password") ?? "");
  if (creating && !name) tell(TEXTS.name);
  else if (creating && password.length < 8) tell(TEXTS.short);
  else enter(() => (creating ? signUp(email, password, name) : signIn(email, password)), submit);
});

byId("switch").addEventListener("click", () => {
  show(!creating);
  byId(creating ? "name" : "email").focus();
});

for (const button of document.querySelectorAll("button[data-email]")) {
  const { email } = /** @type {HTMLElement} */ (button).dataset;
  button.addEventListener("click", () =>
    enter(() => signIn(email ?? "", DEMO_PASSWORD), /** @type {HTMLElement} */ (button)),
  );
}

byId("demo").hidden = !config.demo;
// The page is fully interactive from here on.
performance.mark("interactive");
if (await currentUser()) location.replace(destination());
