"""The stages of an audit: who may audit what, in which order, by when, and who gets which case."""
