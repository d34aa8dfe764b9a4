"""HTTP endpoints: what every function does around its handler."""
