#!/bin/bash
# The account of OILHI: it may create a database (restore), and nothing else of the server.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v secret="$(cat /run/secrets/postgres)" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE oilhi LOGIN CREATEDB NOSUPERUSER PASSWORD :'secret';
SQL
