"""Decides what a word is, in any language: for keywords, for quotes of evidence, and for what a text shows."""
