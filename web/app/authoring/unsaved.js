// @ts-check
/** Asks before a page whose form has changes is left. */

/**
 * @param {HTMLFormElement} form
 * @returns {{changed: () => boolean, saved: () => void}}
 */
export function guardUnsaved(form) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
  return { changed: () => changed, saved: () => (changed = false) };
}
