"""What keeps people out of the store: pseudonyms, columns left out, comments looked through."""
