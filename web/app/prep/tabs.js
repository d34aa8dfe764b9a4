// @ts-check
/** Tabs following the ARIA pattern: arrow keys move between them, and the address stores the open one. */
import { h } from "../ui/dom.js";

/**
 * Call `show` once both the tabs and the panels are on the page.
 * @param {string} label
 * @param {{id: string, label: string, panel: HTMLElement}[]} parts
 */
export function tabsView(label, parts) {
  const tabs = parts.map((part) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${part.id}`,
        "aria-controls": `panel-${part.id}`,
        onclick: () => show(part.id),
      },
      part.label,
    ),
  );
  const panels = parts.map(({ id, panel }) =>
    h("div", { role: "tabpanel", id: `panel-${id}`, "aria-labelledby": `tab-${id}`, class: "stack" }, panel),
  );
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": label }, tabs);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const next = (parts.findIndex(({ id }) => id === open) + step + parts.length) % parts.length;
    show(parts[next].id);
    tabs[next].focus();
  });
  let open = "";
  return {
    list,
    panels,
    show: (id = parts.find((part) => `#${part.id}` === location.hash)?.id ?? parts[0].id) => show(id),
  };

  /** @param {string} id */
  function show(id) {
    if (open && open !== id) history.replaceState(null, "", `#${id}`);
    open = id;
    parts.forEach((part, index) => {
      const selected = part.id === id;
      tabs[index].setAttribute("aria-selected", String(selected));
      tabs[index].tabIndex = selected ? 0 : -1;
      panels[index].hidden = !selected;
      if (selected) tabs[index].scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  }
}
