#!/usr/bin/env bash
# Runs once, when the official PostgreSQL image makes its data folder: the product's roles, their passwords, the rules of the database.
# The superuser POSTGRES_USER is used here and nowhere else.
set -euo pipefail

as_superuser() {
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

for name in QUADHELIX_MIGRATOR_PASSWORD QUADHELIX_APP_PASSWORD QUADHELIX_IDENTITY_PASSWORD; do
  if [ -z "${!name:-}" ]; then
    echo "$name is not set" >&2
    exit 1
  fi
done

sql="${QUADHELIX_SQL:-/quadhelix}"
as_superuser --file "$sql/roles.sql"
# Passwords come from the environment, not from the command line, and stay out of the server's log.
as_superuser <<'SQL'
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
\getenv migrator QUADHELIX_MIGRATOR_PASSWORD
\getenv app QUADHELIX_APP_PASSWORD
\getenv identity QUADHELIX_IDENTITY_PASSWORD
ALTER ROLE quadhelix_migrator PASSWORD :'migrator';
ALTER ROLE quadhelix_app PASSWORD :'app';
ALTER ROLE quadhelix_identity PASSWORD :'identity';
SQL
as_superuser --file "$sql/database.sql"
