import { createReprise, InterviewStore, prepareSignOut, tokenFrom } from "@reprise/client";
import { functionsUrl, publishableKey, supabaseUrl } from "./config.js";

const supabase = globalThis.supabase.createClient(supabaseUrl, publishableKey);
const interview_id = new URLSearchParams(location.search).get("interview") ?? "11111111-1111-4111-8111-111111111111";
const at = (id) => document.getElementById(id);
let close = () => {};
let client = null;
let store = null;
let asked = null;

supabase.auth.onAuthStateChange((_event, session) => {
  const userId = session?.user.id;
  at("sign-in").hidden = Boolean(userId);
  at("signed-in").hidden = !userId;
  if (userId === client?.userId) return;
  close();
  client = userId ? createReprise({ functionsUrl, userId, getAccessToken: tokenFrom(supabase, userId) }) : null;
  if (!client) return;
  store = new InterviewStore(client, { interview_id });
  close = store.subscribe(render);
});

function render({ phase, session, question, text, saved, offline, secondsLeft, blockedBy, problem }) {
  const open = phase === "answering" || phase === "sending";
  at("title").textContent =
    {
      answering: `Question ${question?.position + 1} of ${session?.question_count}`,
      sending: `Question ${question?.position + 1} of ${session?.question_count}`,
      blocked: `“${blockedBy?.title}” is open`,
      moved: "This interview is open somewhere else",
      closed: "Thank you",
      failed: problem?.detail,
    }[phase] ?? "One moment …";
  at("answer").hidden = !open;
  at("take-over").hidden = phase !== "blocked" && phase !== "moved";
  if (!open) return;
  if (question !== asked) showQuestion(question);
  at("field").readOnly = at("send").disabled = phase === "sending";
  if (at("field").value !== text) at("field").value = text;
  for (const radio of at("options").querySelectorAll("input")) radio.checked = radio.value === text;
  at("state").textContent = offline ? "offline" : saved;
  at("time").textContent = secondsLeft ?? "no";
}

function showQuestion(question) {
  asked = question;
  at("prompt").textContent = question.prompt;
  at("field").hidden = question.options !== null;
  at("options").replaceChildren(...(question.options ?? []).map(choice));
}

function choice({ id, text }) {
  const label = document.createElement("label");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "answer", value: id });
  radio.addEventListener("change", () => store.type(id));
  label.append(radio, ` ${text}`);
  return label;
}

at("field").addEventListener("input", ({ target }) => store.type(target.value));
at("answer").addEventListener("submit", (event) => {
  event.preventDefault();
  store.submit();
});
at("take-over").addEventListener("click", () => store.takeOver());
at("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { error } = await supabase.auth.signInWithPassword(Object.fromEntries(new FormData(event.target)));
  at("refusal").textContent = error?.message ?? "";
});
at("sign-out").addEventListener("click", async () => {
  const ask = () => confirm("Some of what you wrote is only on this device. Sign out?");
  if (await prepareSignOut(client, ask)) await supabase.auth.signOut();
});
