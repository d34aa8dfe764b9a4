// Calls a function and an RPC as any user of supabase-js does, and prints what it got as JSON.
import { createClient } from "@supabase/supabase-js";

const { url, key, token, resume, submit } = JSON.parse(process.argv[2]);
const supabase = createClient(url, key, {
  global: { headers: { Authorization: `Bearer ${token}` } },
  auth: { persistSession: false },
  // Node 20 has no WebSocket, and this uses none.
  realtime: { transport: class {} },
});
const resumed = await supabase.functions.invoke("resume", { body: resume });
const refused = await supabase.functions.invoke("submit", { body: {} });
const { error } = await supabase.schema("reprise").rpc("submit_answer", submit);
console.log(JSON.stringify({ resumed: resumed.data?.session?.id, refused: await refused.error.context.json(), error }));
process.exit(0);
