"""./oilhi upgrade: backup, update, account of what changed in the law and of the cases it touches."""
