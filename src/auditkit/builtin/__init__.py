"""The plugins that come with auditkit, written with the public hooks only."""
