"""./oilhi backup and restore: the database, its files and its configuration in one archive."""
