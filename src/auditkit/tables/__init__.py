"""Files as rows of text, each cell with its place: CSV, XLSX, JSON, JSON Lines."""
