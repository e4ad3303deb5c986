-- Policy versions are made by one person and signed by others (X-5, X-11), and may bind a business
-- calendar (S-3).

-- Working hours and holidays. Never change once made.
CREATE TABLE calendars (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  calendar_id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  week TEXT NOT NULL,
  holidays TEXT,
  holiday_import TEXT,
  create_time_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, calendar_id)
) STRICT;

ALTER TABLE policies ADD COLUMN calendar_id TEXT;
ALTER TABLE policies ADD COLUMN change_note TEXT NOT NULL DEFAULT '';
ALTER TABLE policies ADD COLUMN base_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE policies ADD COLUMN creator_id TEXT;
ALTER TABLE policies ADD COLUMN create_time_us INTEGER;
ALTER TABLE policies ADD COLUMN approval TEXT;
ALTER TABLE policies ADD COLUMN signatures TEXT;
-- Null until the version has every signature that it needs: then it is in force from its start on.
ALTER TABLE policies ADD COLUMN approve_time_us INTEGER;

-- What was there was in force.
UPDATE policies SET approve_time_us = effective_time_us;

DROP INDEX policies_by_effective_time;
CREATE UNIQUE INDEX policies_in_force ON policies (tenant, effective_time_us, version)
  WHERE approve_time_us IS NOT NULL;
CREATE UNIQUE INDEX policies_by_version ON policies (tenant, version);

-- What decides never changes (X-5), whatever program opens the database.
-- [sqlite]
CREATE TRIGGER policies_approved_update BEFORE UPDATE ON policies
WHEN OLD.approve_time_us IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed policy version never changes'); END;

CREATE TRIGGER policies_approved_delete BEFORE DELETE ON policies
WHEN OLD.approve_time_us IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed policy version never changes'); END;

CREATE TRIGGER calendars_update BEFORE UPDATE ON calendars
BEGIN SELECT RAISE(ABORT, 'a calendar never changes'); END;

CREATE TRIGGER calendars_delete BEFORE DELETE ON calendars
BEGIN SELECT RAISE(ABORT, 'a calendar never changes'); END;
-- [postgresql]
CREATE FUNCTION refuse_decided() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'what decides never changes'; END $$;

CREATE TRIGGER policies_approved_change BEFORE UPDATE OR DELETE ON policies
FOR EACH ROW WHEN (OLD.approve_time_us IS NOT NULL) EXECUTE FUNCTION refuse_decided();

CREATE TRIGGER calendars_change BEFORE UPDATE OR DELETE ON calendars
FOR EACH ROW EXECUTE FUNCTION refuse_decided();
-- [both]

-- As in 0005.
-- [sqlite]
DELETE FROM sqlite_stat1 WHERE idx = 'policies_by_effective_time';
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('calendars', 'sqlite_autoindex_calendars_1', '1000000 300000'),
  ('policies', 'policies_in_force', '1000000 300000'),
  ('policies', 'policies_by_version', '1000000 300000');

ANALYZE sqlite_schema;
