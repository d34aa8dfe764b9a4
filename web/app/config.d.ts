/** What `/config.js` says: written by the server of these pages, see docs/operations.md. */
export const config: Readonly<{
  /** The address of Supabase: `<supabaseUrl>/auth/v1` signs in. */
  supabaseUrl: string;
  publishableKey: string;
  /** The address of the functions: `<functionsUrl>/start` and so on. */
  functionsUrl: string;
  /** Offer the sample accounts of supabase/seed.sql? */
  demo?: boolean;
}>;
