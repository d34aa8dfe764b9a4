// @ts-check
/** The members of an organization; its owners change their roles and remove them. */
import { Problem } from "../../client/http/problems.js";
import { field } from "../authoring/fields.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { formDialog } from "../ui/form-dialog.js";
import { date } from "../ui/format.js";
import { pagedList } from "../ui/paged-list.js";
import { roleSelect } from "./invite-form.js";
import { ROLES, ROLES_HINT } from "./labels.js";
import { changeRole, membersOf, removeMember } from "./people.js";

/** @import { Member, Organization } from "./people.js" */

const TEXTS = {
  label: "Members",
  you: "you",
  since: (/** @type {string} */ moment) => `since ${date(moment)}`,
  role: "Change role",
  remove: "Remove",
  named: (/** @type {string} */ does, /** @type {string} */ name) => `${does}: ${name}`,
  roleTitle: (/** @type {string} */ name) => `Role of ${name}`,
  field: "Role",
  save: "Save",
  saved: (/** @type {string} */ name, /** @type {string} */ role) => `${name} is ${role.toLowerCase()} now.`,
  sure: (/** @type {string} */ name) => `Remove ${name}?`,
  sureText: "They lose access to this organization’s interviews and results at once. What they wrote stays.",
  keep: "Cancel",
  removed: (/** @type {string} */ name) => `${name} is no member any more.`,
};

/**
 * @param {import("./people.js").Client} client
 * @param {Organization} organization
 * @param {string} userId of the page's user
 * @param {(userId: string) => void} onChange this member has changed
 */
export function memberList(client, { id, role }, userId, onChange) {
  return pagedList({
    label: TEXTS.label,
    load: async () => ({ rows: await membersOf(client, id), next: null }),
    row,
    empty: () => h("div", null),
  });

  /** @param {Member} member */
  function row(member) {
    const { name, email, user_id: who } = member;
    const facts = [who === userId && TEXTS.you, name !== email && email, TEXTS.since(member.member_since)];
    return h(
      "li",
      { class: "card line" },
      h(
        "span",
        { class: "line-main" },
        h("strong", { dir: "auto" }, name),
        h("span", { class: "muted small" }, facts.filter(Boolean).join(" · ")),
      ),
      h("span", { class: "badge" }, ROLES[member.role]),
      role === "owner" &&
        h("span", { class: "row" }, action(TEXTS.role, member, change), action(TEXTS.remove, member, remove)),
    );
  }

  /** @param {string} does @param {Member} member @param {(member: Member) => Promise<boolean>} work true: it has changed */
  function action(does, member, work) {
    const button = h(
      "button",
      { class: "button quiet small", type: "button", "aria-label": TEXTS.named(does, member.name) },
      does,
    );
    button.addEventListener("click", () =>
      busy(button, async () => {
        try {
          if (await work(member)) onChange(member.user_id);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          toast(error.detail);
        }
      }),
    );
    return button;
  }

  /** @param {Member} member */
  async function change({ name, role: now, user_id: who }) {
    const saved = await formDialog({
      id: "role-of",
      title: TEXTS.roleTitle(name),
      text: ROLES_HINT,
      fields: field(TEXTS.field, roleSelect("new-role", now)),
      submit: TEXTS.save,
      run: (values) => changeRole(id, who, values["new-role"]),
    });
    if (saved) toast(TEXTS.saved(name, ROLES[saved.role]));
    return saved !== null;
  }

  /** @param {Member} member */
  async function remove({ name, user_id: who }) {
    const answer = await ask({
      title: TEXTS.sure(name),
      body: h("p", null, TEXTS.sureText),
      actions: [
        { value: "remove", label: TEXTS.remove, kind: "danger" },
        { value: "", label: TEXTS.keep, kind: "secondary" },
      ],
    });
    if (answer !== "remove") return false;
    await removeMember(id, who);
    toast(TEXTS.removed(name));
    return true;
  }
}
