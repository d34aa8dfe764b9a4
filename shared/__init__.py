"""Code that the HTTP functions share: endpoint wrapper, database access, models, errors, settings."""

import os

__version__ = "0.1.0"

# pydantic searches every installed package for plugins when it builds its first model. No function uses a plugin, and
# each cold start would wait for the search. Set the variable to enable them.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
