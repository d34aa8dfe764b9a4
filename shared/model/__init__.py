"""What all callers of a model share: the client, and the meaning of its errors."""
