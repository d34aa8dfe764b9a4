import { Account } from "./account";

type Props = { searchParams: Promise<{ interview?: string }> };

// Rendered on the server; the interview itself begins in the browser.
export default async function Page({ searchParams }: Props) {
  const { interview = "11111111-1111-4111-8111-111111111111" } = await searchParams;
  return (
    <main>
      <Account interviewId={interview} />
    </main>
  );
}
