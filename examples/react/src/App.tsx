import { createReprise, prepareSignOut, tokenFrom } from "@reprise/client";
import type { User } from "@supabase/supabase-js";
import { type FormEvent, useEffect, useMemo, useState } from "react";
import { Interview } from "./Interview";
import { functionsUrl, supabase } from "./supabase";

const interviewId = new URLSearchParams(location.search).get("interview") ?? "11111111-1111-4111-8111-111111111111";

export function App() {
  const [user, setUser] = useState<User | null>(null);
  useEffect(() => {
    const { data } = supabase.auth.onAuthStateChange((_event, session) => setUser(session?.user ?? null));
    return () => data.subscription.unsubscribe();
  }, []);
  const userId = user?.id;
  // One client per person, and not one per render.
  const client = useMemo(
    () => (userId ? createReprise({ functionsUrl, userId, getAccessToken: tokenFrom(supabase, userId) }) : null),
    [userId],
  );
  if (!client) return <SignIn />;

  async function signOut() {
    if (!client) return;
    const leave = await prepareSignOut(client, () => confirm("Some of what you wrote is only on this device. Sign out?"));
    if (leave) await supabase.auth.signOut();
  }

  return (
    <>
      <p>
        {user?.email}{" "}
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      </p>
      <Interview client={client} interviewId={interviewId} />
    </>
  );
}

function SignIn() {
  const [refusal, setRefusal] = useState("");

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { error } = await supabase.auth.signInWithPassword({
      email: String(form.get("email")),
      password: String(form.get("password")),
    });
    setRefusal(error?.message ?? "");
  }

  return (
    <form onSubmit={submit}>
      <label>
        E-mail <input name="email" type="email" required />
      </label>
      <label>
        Password <input name="password" type="password" required />
      </label>
      <button type="submit">Sign in</button>
      <p role="alert">{refusal}</p>
    </form>
  );
}
