"""From an audit return to a scorecard, in exact arithmetic."""
