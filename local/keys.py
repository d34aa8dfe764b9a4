"""Keys and passwords of one data directory: created once, valid for its lifetime."""

import json
import os
import secrets
import shlex
import string
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from local.errors import StackError
from shared.record.jws import new_key
from shared.sealing.new_key import new_sealing_key

_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Keys:
    """Every secret of a local stack. Tokens and URLs survive a restart because these do."""

    publishable_key: str
    secret_key: str
    jwt_secret: str
    database_password: str
    scheduler_secret: str
    record_keys: str
    sealed_file_keys: str


def read_keys(path: Path) -> Keys | None:
    """The stored keys; ``None`` if there are none yet."""
    try:
        stored = json.loads(path.read_text())
        return Keys(**{field.name: str(stored[field.name]) for field in fields(Keys)})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        entries = shlex.join([str(path), str(path.with_name("postgres"))])
        raise StackError(
            f"The keys in {path} cannot be read ({type(error).__name__}); to start afresh, which "
            f"deletes all data, run: rm -rf {entries}"
        ) from error


def read_or_make_keys(path: Path) -> Keys:
    """The stored keys, or new ones in a file that only the owner can read."""
    keys = read_keys(path)
    if keys is None:
        keys = Keys(
            publishable_key=f"sb_publishable_{_random(22)}_{_random(8)}",
            secret_key=f"sb_secret_{_random(22)}_{_random(8)}",
            jwt_secret=_random(64),
            database_password=_random(32),
            scheduler_secret=_random(48),
            record_keys=json.dumps({"keys": [new_key()]}),
            sealed_file_keys=json.dumps({"keys": [new_sealing_key()]}),
        )
        write_private(path, json.dumps(asdict(keys), indent=2) + "\n")
    return keys


def write_private(path: Path, text: str) -> None:
    """Replace a file atomically, readable by its owner only."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
