"""The report to the Practice Oversight Group: made of sections, shown in several forms."""
