"""Actions as files: a workbook to work in and hand back, a table, a calendar."""
