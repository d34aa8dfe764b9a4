"""The signed record of a session: what it states, who signs it, and how anybody verifies it offline."""
