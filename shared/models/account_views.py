"""What /account returns, for the OpenAPI document and for tests."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime

from shared.models.session_views import ResponseBody


class Account(ResponseBody):
    """The account; `name` is the email if the user has given no name."""

    user_id: UUID
    email: str | None
    name: str | None


class AccountDeletion(ResponseBody):
    """A request to delete the account; `takes_effect_on` is the UTC day of `takes_effect_at`."""

    requested_at: AwareDatetime
    takes_effect_at: AwareDatetime
    takes_effect_on: date


class AccountResponse(ResponseBody):
    """The account; `deletion` is null unless its owner has asked for its deletion."""

    account: Account
    deletion: AccountDeletion | None
    server_time: AwareDatetime
