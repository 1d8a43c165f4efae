"""From tables of text to audit returns: folding, headings, options, dates, duplicates."""
