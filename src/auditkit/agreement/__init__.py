"""How far raters agree, on a scale that is declared: pure numbers."""
