-- The roles of a cluster, for its superuser; safe to run again. Passwords of the three login roles are set apart (ALTER ROLE … PASSWORD).
-- Afterwards run database.sql inside the database.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY[
    'quadhelix_owner', 'quadhelix_migrator', 'quadhelix_app', 'quadhelix_identity',
    'quadhelix_entry', 'quadhelix_registry', 'quadhelix_ledger', 'quadhelix_introspection',
    'quadhelix_standards', 'quadhelix_search', 'quadhelix_readers', 'quadhelix_documents', 'quadhelix_privacy', 'quadhelix_limits', 'quadhelix_accounts']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I', role_name);
    END IF;
    -- Said again at each run, so that a role that somebody widened is narrowed again.
    EXECUTE format('ALTER ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role_name);
  END LOOP;
END $$;

ALTER ROLE quadhelix_migrator LOGIN;
ALTER ROLE quadhelix_app LOGIN;
ALTER ROLE quadhelix_identity LOGIN;

-- The migrator acts as the owner only after SET ROLE: what it makes without it would belong to the wrong role, so that fails instead.
GRANT quadhelix_owner TO quadhelix_migrator WITH INHERIT FALSE, SET TRUE;
-- The owner hands functions over to the definer roles, and replaces them later.
GRANT quadhelix_entry, quadhelix_registry, quadhelix_ledger, quadhelix_introspection, quadhelix_standards, quadhelix_search, quadhelix_readers,
  quadhelix_documents, quadhelix_privacy, quadhelix_limits, quadhelix_accounts TO quadhelix_owner WITH INHERIT TRUE, SET TRUE;
