// @ts-check
/** Signing out: first sends what can be sent, and warns about texts that would remain on this device. */

import { prepareSignOut } from "../../client/session/signing-out.js";
import { ask } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { currentUser, signOut } from "./account.js";

const TEXTS = {
  title: "Some of what you wrote is on this device only",
  body:
    "It could not be sent just now. It stays on this device when you sign out; sign in here again as " +
    "yourself, and it is sent, or shown to you for you to decide.",
  leave: "Sign out anyway",
  stay: "Stay signed in",
};

/**
 * Sign out, unless the user prefers to wait until everything is sent.
 * @param {import("../../client/http/client.js").Reprise} client
 */
export async function leave(client) {
  // Someone else may have signed in meanwhile. Don't sign them out.
  if ((await currentUser())?.id === client.userId) {
    if (!(await prepareSignOut(client, async () => (await askFirst()) === "leave"))) return;
    await signOut();
  }
  location.assign("./");
}

function askFirst() {
  return ask({
    id: "unsent",
    title: TEXTS.title,
    body: h("p", { class: "muted" }, TEXTS.body),
    actions: [
      { value: "leave", label: TEXTS.leave, kind: "secondary" },
      { value: "", label: TEXTS.stay },
    ],
  });
}
