#!/bin/sh
# Run once by the postgres image, when its volume is empty: a role for Avisa that is no superuser, and its database.
# The superuser has no password afterwards: it comes in on this machine alone (docker compose exec postgres psql -U postgres).
set -eu
psql --quiet --set ON_ERROR_STOP=1 --set secret="$POSTGRES_PASSWORD" --username postgres --dbname postgres <<'SQL'
CREATE ROLE avisa LOGIN PASSWORD :'secret';
CREATE DATABASE avisa OWNER avisa ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE avisa FROM PUBLIC;
ALTER ROLE postgres PASSWORD NULL;
SQL
