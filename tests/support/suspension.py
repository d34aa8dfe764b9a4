"""How Supabase Auth suspends an account."""

from typing import LiteralString

# The statement, and the reason in the refusal.
SUSPENDED: dict[str, tuple[LiteralString, str]] = {
    "banned": ("update auth.users set banned_until = now() + interval '1 day' where id = %s", "account_banned"),
    "soft-deleted": ("update auth.users set deleted_at = now() where id = %s", "account_deleted"),
    "deleted": ("delete from auth.users where id = %s", "account_deleted"),
}
