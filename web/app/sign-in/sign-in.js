// @ts-check
/** Sign in or create an account, then continue to the requested page. */
import { config } from "/config.js";
import { byId } from "../ui/dom.js";
import { currentUser, signIn } from "./account.js";
import { SignInForm } from "./form.js";

const DEMO_PASSWORD = "reprise-demo";

/** The page to continue to. Only pages of this site are allowed. */
function destination() {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  return /^[a-z-]+\.html(\?[^#]*)?$/.test(next) ? next : "home.html";
}

const form = new SignInForm(byId("panel"), { page: true, onEntered: () => location.assign(destination()) });

for (const button of document.querySelectorAll("button[data-email]")) {
  const { email } = /** @type {HTMLElement} */ (button).dataset;
  button.addEventListener("click", () =>
    form.enter(() => signIn(email ?? "", DEMO_PASSWORD), /** @type {HTMLElement} */ (button)),
  );
}

byId("demo").hidden = !config.demo;
// The page is fully interactive from here on.
performance.mark("interactive");
if (await currentUser()) location.replace(destination());
