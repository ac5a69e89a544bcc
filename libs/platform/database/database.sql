-- The rules of the product's own database, for the superuser, run inside it; safe to run again. Needs roles.sql first.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO quadhelix_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO quadhelix_migrator, quadhelix_app, quadhelix_identity', current_database());
END $$;

ALTER SCHEMA public OWNER TO quadhelix_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO quadhelix_app;
