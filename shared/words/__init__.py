"""Decides what a word is, in any language: for keywords, quotes of evidence and whatever else compares texts by words."""
