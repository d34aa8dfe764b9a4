import { createClient } from "@supabase/supabase-js";

const { VITE_SUPABASE_URL: url, VITE_SUPABASE_PUBLISHABLE_KEY: key, VITE_FUNCTIONS_URL: functions } = import.meta.env;

export const functionsUrl: string = functions;
export const supabase = createClient(url, key);
