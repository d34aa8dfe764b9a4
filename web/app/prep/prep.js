// @ts-check
/** Preparation: the list of workspaces, or one workspace with `?id=`. */
import { Prep } from "../../client/workspace/prep.js";
import { startPage } from "../ui/page.js";
import { showList } from "./list.js";
import { showWorkspace } from "./workspace.js";

const { client, main } = await startPage();
const prep = new Prep(client);
const id = new URLSearchParams(location.search).get("id");
if (id) await showWorkspace(client, prep, id, main);
else showList(prep, main);
