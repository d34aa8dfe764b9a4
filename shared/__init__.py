"""What the HTTP functions share: wrapper, database access, models, errors, settings."""

import os

__version__ = "0.1.0"

# pydantic searches every installed package for plugins when it makes its first model; no function
# wants one, and each cold start would wait for the search. Set the variable to allow them.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
