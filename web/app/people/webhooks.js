// @ts-check
/** The webhooks of an organization, for its owners: add one and see its secret once, test it, and list its deliveries. */
import { Problem } from "../../client/http/problems.js";
import { checkbox, field, textInput } from "../authoring/fields.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { formDialog } from "../ui/form-dialog.js";
import { dateTime, plural } from "../ui/format.js";
import { secretDialog } from "./secret-dialog.js";

/**
 * @typedef {object} Webhook
 * @property {string} id
 * @property {string} url
 * @property {string[]} events
 * @property {"enabled" | "paused" | "disabled_gone" | "disabled_failing"} status
 * @property {string | null} failing_since
 * @property {string | null} last_delivered_at
 * @property {number} waiting
 * @property {number} dead
 */

/**
 * @typedef {object} Delivery
 * @property {string} event_id
 * @property {string} type
 * @property {string} at
 * @property {"pending" | "delivered" | "dead"} status
 * @property {number} attempts
 * @property {number | null} response_status
 * @property {string | null} error
 * @property {string | null} next_attempt_at
 */

const TEXTS = {
  lead: "Send events to your own systems. Each request is signed with a secret.",
  none: "No webhooks yet.",
  add: "Add a webhook",
  url: "Address",
  urlHint: "It begins with https:// and has a public host name.",
  events: "Events",
  create: "Add webhook",
  test: "Send a test",
  pause: "Pause",
  resume: "Resume",
  rotate: "New secret",
  remove: "Delete",
  deliveries: "Deliveries",
  noDeliveries: "No deliveries yet.",
  named: (/** @type {string} */ does, /** @type {string} */ url) => `${does}: ${url}`,
  tested: "The test was delivered.",
  notTested: (/** @type {string} */ why) => `The test was not delivered: ${why}.`,
  sure: "Delete this webhook?",
  sureText: "Pending events will not be sent.",
  keep: "Cancel",
  removed: "The webhook is deleted.",
  failed: "The webhooks could not be loaded.",
  last: (/** @type {string} */ moment) => `last delivery ${dateTime(moment)}`,
  failing: (/** @type {string} */ moment) => `failing since ${dateTime(moment)}`,
  waiting: (/** @type {number} */ count) => `${plural(count, "pending event")}`,
  dead: (/** @type {number} */ count) => `${plural(count, "event")} not delivered`,
  next: (/** @type {string} */ moment) => `next attempt ${dateTime(moment)}`,
  tries: (/** @type {number} */ count) => plural(count, "attempt"),
};
/** @type {Record<string, string>} */
const STATES = {
  enabled: "Active",
  paused: "Paused",
  disabled_gone: "Stopped: the receiver is gone",
  disabled_failing: "Stopped: it failed for five days",
  delivered: "Delivered",
  pending: "Pending",
  dead: "Not delivered",
};

/**
 * @param {import("./people.js").Client} client
 * @param {string} organizationId
 */
export function webhookList(client, organizationId) {
  const place = h("div", { class: "stack", "aria-busy": "true" }, h("div", { class: "skeleton row-skeleton" }));
  load();
  return place;

  async function load() {
    try {
      const { webhooks, event_types: kinds } = await client.call("webhooks", {
        method: "GET",
        query: { organization_id: organizationId },
      });
      const add = button(TEXTS.add, "", TEXTS.add, () => create(kinds));
      replace(
        place,
        h("p", { class: "muted" }, TEXTS.lead),
        webhooks.length
          ? h("ul", { class: "card-list", "aria-label": "Webhooks" }, webhooks.map(row))
          : h("p", null, TEXTS.none),
        h("div", { class: "row" }, add),
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      replace(place, h("p", { class: "notice warning", role: "alert" }, `${TEXTS.failed} ${error.detail}`));
    } finally {
      place.removeAttribute("aria-busy");
    }
  }

  /** @param {Webhook} webhook */
  function row({ id, url, events, status, failing_since: failing, last_delivered_at: last, waiting, dead }) {
    const facts = [
      last && TEXTS.last(last),
      failing && TEXTS.failing(failing),
      waiting > 0 && TEXTS.waiting(waiting),
      dead > 0 && TEXTS.dead(dead),
    ];
    const running = status === "enabled";
    return h(
      "li",
      { class: "card stack small" },
      h(
        "div",
        { class: "line" },
        h(
          "span",
          { class: "line-main" },
          h("strong", null, url),
          h("span", { class: "muted small" }, events.join(", ")),
          h("span", { class: "muted small" }, facts.filter(Boolean).join(" · ")),
        ),
        h("span", { class: `badge ${running ? "success" : status === "paused" ? "" : "warning"}` }, STATES[status]),
      ),
      h(
        "div",
        { class: "row" },
        button(TEXTS.test, "secondary small", TEXTS.named(TEXTS.test, url), () => test(id)),
        running
          ? button(TEXTS.pause, "quiet small", TEXTS.named(TEXTS.pause, url), () => change(id, "pause"))
          : button(TEXTS.resume, "quiet small", TEXTS.named(TEXTS.resume, url), () => change(id, "resume")),
        button(TEXTS.rotate, "quiet small", TEXTS.named(TEXTS.rotate, url), () => rotate(id)),
        button(TEXTS.remove, "quiet small", TEXTS.named(TEXTS.remove, url), () => remove(id)),
      ),
      deliveries(id, url),
    );
  }

  /** What became of the newest events, loaded when it is opened. @param {string} id @param {string} url */
  function deliveries(id, url) {
    const rows = h("div", null);
    const details = h(
      "details",
      null,
      h("summary", { "aria-label": TEXTS.named(TEXTS.deliveries, url) }, TEXTS.deliveries),
      rows,
    );
    details.addEventListener("toggle", async () => {
      if (!details.open) return;
      try {
        const page = await client.call(`webhooks/${id}/deliveries`, { method: "GET", query: { limit: "20" } });
        replace(
          rows,
          page.deliveries.length
            ? h("ul", { class: "card-list small" }, page.deliveries.map(delivery))
            : h("p", { class: "muted small" }, TEXTS.noDeliveries),
        );
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        replace(rows, h("p", { class: "notice warning" }, error.detail));
      }
    });
    return details;
  }

  /** @param {Delivery} delivery */
  function delivery({ type, at, status, attempts, error, next_attempt_at: next }) {
    const facts = [
      dateTime(at),
      STATES[status],
      attempts > 1 && TEXTS.tries(attempts),
      error,
      next && TEXTS.next(next),
    ];
    return h("li", null, h("strong", null, type), ` · ${facts.filter(Boolean).join(" · ")}`);
  }

  /** @param {string[]} kinds */
  async function create(kinds) {
    const made = await formDialog({
      id: "webhook",
      title: TEXTS.add,
      text: TEXTS.lead,
      fields: [
        field(
          TEXTS.url,
          textInput("webhook-url", "", { name: "url", type: "url", required: true, maxlength: "2000" }),
          TEXTS.urlHint,
        ),
        h(
          "fieldset",
          { class: "field" },
          h("legend", null, TEXTS.events),
          kinds.map((kind) => {
            const { input, element } = checkbox(`event-${kind.replace(".", "-")}`, kind === "session.completed", kind);
            input.name = `event ${kind}`;
            return element;
          }),
        ),
      ],
      submit: TEXTS.create,
      run: (values) =>
        client.call("webhooks", {
          body: {
            organization_id: organizationId,
            url: values.url.trim(),
            events: kinds.filter((kind) => values[`event ${kind}`]),
          },
          tries: 1,
        }),
    });
    if (!made) return;
    await secretDialog(made.secret);
    await load();
  }

  /** @param {string} id */
  async function test(id) {
    const { delivered, error } = await client.call(`webhooks/${id}/test`, { body: {}, tries: 1, deadlineSeconds: 45 });
    toast(delivered ? TEXTS.tested : TEXTS.notTested(error));
    await load();
  }

  /** @param {string} id @param {"pause" | "resume"} action */
  async function change(id, action) {
    await client.call(`webhooks/${id}`, { body: { action } });
    await load();
  }

  /** @param {string} id */
  async function rotate(id) {
    const { secret } = await client.call(`webhooks/${id}`, { body: { action: "rotate_secret" }, tries: 1 });
    await secretDialog(secret);
    await load();
  }

  /** @param {string} id */
  async function remove(id) {
    const answer = await ask({
      title: TEXTS.sure,
      body: h("p", null, TEXTS.sureText),
      actions: [
        { value: "remove", label: TEXTS.remove, kind: "danger" },
        { value: "", label: TEXTS.keep, kind: "secondary" },
      ],
    });
    if (answer !== "remove") return;
    await client.call(`webhooks/${id}`, { method: "DELETE" });
    toast(TEXTS.removed);
    await load();
  }
}

/**
 * A button that shows that it works, and shows a refusal as the server's sentence.
 * @param {string} label
 * @param {string} kind
 * @param {string} name for screen readers
 * @param {() => Promise<void>} work
 */
function button(label, kind, name, work) {
  const element = h("button", { class: `button ${kind}`, type: "button", "aria-label": name }, label);
  element.addEventListener("click", () =>
    busy(element, () =>
      work().catch((error) => {
        if (!(error instanceof Problem)) throw error;
        toast(error.detail);
      }),
    ),
  );
  return element;
}
