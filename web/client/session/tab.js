// @ts-check
/**
 * What all sessions of one person share in this page: the tab's identity and the texts on the device. Both are opened
 * once, because a second `Tabs` in the same page would count as another tab.
 */
import { DeviceStore } from "../storage/device-store.js";
import { Tabs } from "./tabs.js";

/** @typedef {{tabs: Tabs, store: DeviceStore}} Tab */

/** @type {Map<string, Promise<Tab>>} */
const opened = new Map();

/**
 * Open the tab of this person; repeated calls return the same one.
 * @param {string} userId
 * @returns {Promise<Tab>}
 */
export function openTab(userId) {
  const known = opened.get(userId);
  if (known) return known;
  const tab = Promise.all([Tabs.open(userId), DeviceStore.open()]).then(([tabs, store]) => ({ tabs, store }));
  opened.set(userId, tab);
  return tab;
}
