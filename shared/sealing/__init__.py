"""Sealed files: unsent answers that a device without a network saves, encrypted to the functions' key."""
