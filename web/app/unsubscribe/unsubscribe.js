// @ts-check
/** The page of the link in an e-mail that ends e-mails of its kind. Opening it changes nothing: mail programs open links. */
import { config } from "/config.js";
import { createReprise } from "../../client/http/client.js";
import { Problem } from "../../client/http/problems.js";
import { busy } from "../ui/dialog.js";
import { byId, h, replace } from "../ui/dom.js";

const TEXTS = {
  title: "Unsubscribe from these e-mails?",
  text: "You can change this at any time in your account.",
  end: "Unsubscribe",
  done: "You are unsubscribed",
};

const main = byId("main");
const client = createReprise({ functionsUrl: config.functionsUrl, getAccessToken: async () => "" });
const end = h("button", { class: "button", type: "button" }, TEXTS.end);
const failed = h("div", { role: "alert" });
end.addEventListener("click", () =>
  busy(end, async () => {
    replace(failed);
    try {
      await client.call("unsubscribe", { body: {}, query: { token: location.hash.slice(1) } });
      replace(main, h("div", { class: "empty", role: "status" }, h("h1", null, TEXTS.done), h("p", null, TEXTS.text)));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      replace(failed, h("p", { class: "notice danger" }, error.detail));
    }
  }),
);
replace(
  main,
  h("div", { class: "empty" }, h("h1", null, TEXTS.title), h("p", null, TEXTS.text), failed, h("p", null, end)),
);
