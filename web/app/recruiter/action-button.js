// @ts-check
/** A button that runs an action of a reviewer. */
import { h } from "../ui/dom.js";

/**
 * @param {string} id
 * @param {string} label
 * @param {(button: HTMLElement) => void} act
 * @param {{look?: "" | "secondary" | "quiet", about?: string | null}} [more] `about` names the subject for screen readers,
 *   where several buttons have one label
 */
export function actionButton(id, label, act, { look = "secondary", about = null } = {}) {
  return h(
    "button",
    {
      class: `button ${look} small`,
      type: "button",
      id,
      onclick: (/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => act(currentTarget),
      "aria-label": about && `${label}: ${about}`,
    },
    label,
  );
}
