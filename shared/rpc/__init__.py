"""The only way to the database: calls of RPCs through the gateway."""
