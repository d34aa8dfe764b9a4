// @ts-check
/** Share links of a workspace, and file exports. */
import { Problem } from "../../client/http/problems.js";
import { exportButtons } from "../results/export.js";
import { announce, busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { dateTime } from "../ui/format.js";

const TEXTS = {
  title: "Share with a mentor",
  text:
    "Anyone with the link can read this workspace as it is at that moment, with your answers and notes " +
    "and without your name. Nobody can change anything, and no account is needed.",
  until: "The link works for",
  hours: [
    { hours: 24, label: "One day" },
    { hours: 168, label: "One week" },
    { hours: 720, label: "30 days" },
  ],
  make: "Make a link",
  made: "Your link",
  once: "Copy it now: it is shown only this once.",
  copy: "Copy",
  copied: "The link is copied.",
  copyFailed: "Please copy the link by hand: it is selected.",
  links: "Active links",
  none: "There is no link at the moment: only you can see this workspace.",
  share: (/** @type {string} */ made, /** @type {string} */ ends) => ({
    made: `Made ${made}`,
    ends: `Works until ${ends}`,
  }),
  revoke: "Revoke",
  revoked: "The link is revoked. It shows nothing any more.",
  files: "Save as a file",
  filesText: "The whole workspace, to print or to keep.",
};

/** @param {import("./workspace.js").Workspace} workspace */
export function sharePanel({ client, prep, id, autosave }) {
  const hours = h(
    "select",
    { class: "input", id: "share-hours" },
    TEXTS.hours.map((one) => h("option", { value: one.hours }, one.label)),
  );
  hours.value = "168";
  const made = h("div", { role: "status" });
  const links = h("div");
  const linksTitle = h("h3", { tabindex: "-1" }, TEXTS.links);
  const make = h("button", { class: "button", type: "button" }, TEXTS.make);
  make.addEventListener("click", () =>
    busy(make, () =>
      told(async () => {
        // Save first, so that the mentor sees what the page shows.
        await autosave.saveAll();
        const { token } = await prep.share(id, Number(hours.value));
        replace(made, linkView(new URL(`shared.html#${token}`, location.href).href));
        await list();
      }),
    ),
  );
  told(list);
  return h(
    "div",
    { class: "stack large" },
    h(
      "section",
      { class: "card", "aria-labelledby": "share-title" },
      h(
        "div",
        { class: "stack small" },
        h("h2", { id: "share-title" }, TEXTS.title),
        h("p", { class: "muted" }, TEXTS.text),
      ),
      h(
        "div",
        { class: "row share-form" },
        h("div", { class: "field" }, h("label", { for: "share-hours" }, TEXTS.until), hours),
        make,
      ),
      made,
      h("div", { class: "stack small" }, linksTitle, links),
    ),
    h(
      "section",
      { class: "card", "aria-labelledby": "files-title" },
      h(
        "div",
        { class: "stack small" },
        h("h2", { id: "files-title" }, TEXTS.files),
        h("p", { class: "muted" }, TEXTS.filesText),
      ),
      exportButtons(client, { prep_session_id: id }, () => autosave.saveAll()),
    ),
  );

  async function list() {
    const shares = await prep.shares(id);
    replace(
      links,
      shares.length
        ? h("ul", { class: "card-list", "aria-label": TEXTS.links }, shares.map(row))
        : h("p", { class: "muted" }, TEXTS.none),
    );
  }

  /** @param {any} share */
  function row(share) {
    const words = TEXTS.share(dateTime(share.created_at), dateTime(share.expires_at));
    const revoke = h(
      "button",
      { class: "button secondary small", type: "button", "aria-label": `${TEXTS.revoke} (${words.made})` },
      TEXTS.revoke,
    );
    revoke.addEventListener("click", () =>
      busy(revoke, () =>
        told(async () => {
          await prep.revoke(id, share.id);
          replace(made);
          toast(TEXTS.revoked);
          await list();
          linksTitle.focus();
        }),
      ),
    );
    return h(
      "li",
      { class: "link-row" },
      h("div", null, h("p", null, words.ends), h("p", { class: "muted small" }, words.made)),
      revoke,
    );
  }
}

/** @param {string} href */
function linkView(href) {
  const input = h("input", { class: "input", id: "share-link", value: href, readonly: true });
  const copy = h("button", { class: "button secondary", type: "button" }, TEXTS.copy);
  copy.addEventListener("click", async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(href);
      toast(TEXTS.copied);
    } catch {
      announce(TEXTS.copyFailed);
    }
  });
  return h(
    "div",
    { class: "notice success" },
    h(
      "div",
      { class: "field" },
      h("label", { for: "share-link" }, TEXTS.made),
      h("div", { class: "row share-link" }, input, copy),
    ),
    h("p", { class: "small" }, TEXTS.once),
  );
}

/** @param {() => Promise<void>} work */
async function told(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}
