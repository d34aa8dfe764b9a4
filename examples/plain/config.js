// From .local/env of `make run`
export const supabaseUrl = "http://127.0.0.1:54321";
export const publishableKey = "sb_publishable_…";
export const functionsUrl = "http://127.0.0.1:54321/functions/v1";
