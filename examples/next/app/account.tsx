"use client";

import { createReprise, prepareSignOut, tokenFrom } from "@reprise/client";
import { createClient } from "@supabase/supabase-js";
import { type FormEvent, useEffect, useMemo, useState } from "react";
import { Interview } from "./interview";

const functionsUrl = process.env.NEXT_PUBLIC_FUNCTIONS_URL as string;
const supabase = createClient(
  process.env.NEXT_PUBLIC_SUPABASE_URL as string,
  process.env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY as string,
);

export function Account({ interviewId }: { interviewId: string }) {
  const [userId, setUserId] = useState<string>();
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    const { data } = supabase.auth.onAuthStateChange((_event, session) => setUserId(session?.user.id));
    return () => data.subscription.unsubscribe();
  }, []);
  const client = useMemo(
    () => (userId ? createReprise({ functionsUrl, userId, getAccessToken: tokenFrom(supabase, userId) }) : null),
    [userId],
  );

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { error } = await supabase.auth.signInWithPassword({
      email: String(form.get("email")),
      password: String(form.get("password")),
    });
    setRefusal(error?.message ?? "");
  }

  async function signOut() {
    const ask = () => confirm("Some of what you wrote is only on this device. Sign out?");
    if (client && (await prepareSignOut(client, ask))) await supabase.auth.signOut();
  }

  if (!client)
    return (
      <form onSubmit={signIn}>
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
  return (
    <>
      <button type="button" onClick={signOut}>
        Sign out
      </button>
      <Interview client={client} interviewId={interviewId} />
    </>
  );
}
