// @ts-check
/** The invitations to an interview or an organization, with a search and a filter by state. */
import { h, replace } from "../ui/dom.js";
import { pagedList } from "../ui/paged-list.js";
import { invitationRow } from "./invitation-row.js";
import { INVITATION_STATES } from "./labels.js";
import { invitationsOf } from "./people.js";

const TEXTS = {
  label: "Invitations",
  search: "Search by address or name",
  find: "Search",
  state: "Show",
  all: "All states",
  none: "Nobody is invited yet",
  nothing: "No invitation matches",
};
const PAGE = 20;
/** Pages of the server that are looked at for one page of a filtered list: a page there can be empty. */
const MOST_PAGES = 5;

/**
 * @param {import("./people.js").Client} client
 * @param {{interview_id: string} | {organization_id: string}} about
 * @param {boolean} manages may the user change invitations?
 */
export function invitationList(client, about, manages) {
  const place = h("div", null);
  const search = h("input", { class: "input", type: "search", "aria-label": TEXTS.search, placeholder: TEXTS.search });
  const choices = [["", TEXTS.all], ...Object.entries(INVITATION_STATES).map(([value, { label }]) => [value, label])];
  const state = h(
    "select",
    { class: "input filter", "aria-label": TEXTS.state },
    choices.map(([value, label]) => h("option", { value }, label)),
  );
  const form = h(
    "form",
    { class: "row search", role: "search" },
    search,
    state,
    h("button", { class: "button secondary" }, TEXTS.find),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    load();
  });
  state.addEventListener("change", load);
  load();
  return { element: h("div", { class: "stack" }, form, place), load };

  function load() {
    const filter = {
      ...(search.value.trim() && { q: search.value.trim() }),
      ...(state.value && { state: state.value }),
    };
    replace(
      place,
      pagedList({
        label: TEXTS.label,
        load: (cursor) => page(filter, cursor),
        row: (invitation) => invitationRow(client, invitation, manages),
        empty: () =>
          h("div", { class: "empty" }, h("h3", null, Object.keys(filter).length ? TEXTS.nothing : TEXTS.none)),
      }),
    );
  }

  /** @param {Record<string, string>} filter @param {string | null} cursor */
  async function page(filter, cursor) {
    let next = cursor;
    /** @type {import("./people.js").Invitation[]} */
    const rows = [];
    for (let pages = 0; pages < MOST_PAGES && rows.length < PAGE && (pages === 0 || next !== null); pages += 1) {
      const found = await invitationsOf(client, { ...about, ...filter, limit: PAGE, ...(next && { cursor: next }) });
      rows.push(...found.invitations);
      next = found.next_cursor;
    }
    return { rows, next };
  }
}
