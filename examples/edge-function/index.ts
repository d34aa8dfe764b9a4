// supabase/functions/<name>/index.ts, a copy for each function that is called by its name: `supabase.functions.invoke("start")`
// on a hosted project then reaches the functions of Reprise. They check the token; deploy with --no-verify-jwt.
Deno.serve(async (request) => {
  const { pathname, search } = new URL(request.url);
  const target = Deno.env.get("REPRISE_FUNCTIONS_URL") + pathname.replace(/^\/functions\/v1/, "") + search;
  const headers = new Headers(request.headers);
  headers.delete("host");
  const body = request.body ? await request.arrayBuffer() : undefined;
  const answer = await fetch(target, { method: request.method, headers, body, redirect: "manual" });
  const passed = new Headers(answer.headers);
  passed.delete("content-encoding"); // fetch has decompressed it
  passed.delete("content-length");
  return new Response(answer.body, { status: answer.status, headers: passed });
});
