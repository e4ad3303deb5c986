-- How payees are paid: plans in numbered versions, made by one person and signed by three (X-5,
-- X-11). A payee is assigned a plan's code; the version that counts is the one in force.

CREATE TABLE comp_plans (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  plan_version_id TEXT NOT NULL,
  plan_code TEXT NOT NULL,
  version INTEGER NOT NULL,
  role TEXT,
  currency_code TEXT NOT NULL,
  expansion_rate_bp INTEGER NOT NULL,
  new_business_rate_bp INTEGER NOT NULL,
  renewal_rate_bp INTEGER NOT NULL,
  kind TEXT,
  display_name TEXT NOT NULL DEFAULT '',
  template TEXT NOT NULL DEFAULT '',
  base_minor INTEGER NOT NULL DEFAULT 0,
  variable_minor INTEGER NOT NULL DEFAULT 0,
  grr_pool_bp INTEGER NOT NULL DEFAULT 0,
  expansion_pool_bp INTEGER NOT NULL DEFAULT 0,
  mbo_pool_bp INTEGER NOT NULL DEFAULT 0,
  grr_target_bp INTEGER NOT NULL DEFAULT 0,
  expansion_target_bp INTEGER NOT NULL DEFAULT 0,
  mbos TEXT,
  draw_minor INTEGER NOT NULL DEFAULT 0,
  draw_recoverable INTEGER NOT NULL DEFAULT 0,
  guarantee_minor INTEGER NOT NULL DEFAULT 0,
  cap_minor INTEGER NOT NULL DEFAULT 0,
  spiffs TEXT,
  effective_time_us INTEGER NOT NULL,
  creator_id TEXT,
  create_time_us INTEGER,
  change_note TEXT NOT NULL,
  base_version INTEGER NOT NULL,
  signatures TEXT,
  -- Null until all three have signed: then it is in force from its start on.
  approve_time_us INTEGER,
  PRIMARY KEY (tenant, plan_version_id),
  FOREIGN KEY (tenant, creator_id) REFERENCES people (tenant, person_id)
) STRICT;

CREATE UNIQUE INDEX comp_plans_by_version ON comp_plans (tenant, plan_code, version);
CREATE UNIQUE INDEX comp_plans_by_code ON comp_plans (tenant, plan_code, plan_version_id);

-- What was assigned counts as signed, from the first assignment on. Where one number stood for
-- different plans, the first keeps it and the others get the next ones of the code.
INSERT INTO comp_plans (tenant, plan_version_id, plan_code, version, role, currency_code,
  expansion_rate_bp, new_business_rate_bp, renewal_rate_bp, kind, effective_time_us, change_note,
  base_version, approve_time_us)
SELECT tenant, first_id, plan_code,
  CASE WHEN turn = 1 THEN plan_version
    ELSE last_version + ROW_NUMBER() OVER (
      PARTITION BY tenant, plan_code, turn = 1 ORDER BY plan_version, turn) END,
  plan_role, plan_currency, plan_expansion_rate_bp, plan_new_business_rate_bp,
  plan_renewal_rate_bp, CASE WHEN plan_role = 'ae' THEN 'commission' ELSE 'pools' END,
  first_start, 'Assigned before plans had versions of their own.', 0, first_start
FROM (
  SELECT tenant, plan_code, plan_version, plan_role, plan_currency, plan_expansion_rate_bp,
    plan_new_business_rate_bp, plan_renewal_rate_bp, MIN(assignment_id) AS first_id,
    MIN(start_time_us) AS first_start,
    ROW_NUMBER() OVER (PARTITION BY tenant, plan_code, plan_version
      ORDER BY MIN(start_time_us), MIN(assignment_id)) AS turn,
    MAX(plan_version) OVER (PARTITION BY tenant, plan_code) AS last_version
  FROM plan_assignments
  WHERE plan_code IS NOT NULL
  GROUP BY tenant, plan_code, plan_version, plan_role, plan_currency, plan_expansion_rate_bp,
    plan_new_business_rate_bp, plan_renewal_rate_bp
) AS contents;

ALTER TABLE plan_assignments DROP COLUMN plan_version;
ALTER TABLE plan_assignments DROP COLUMN plan_role;
ALTER TABLE plan_assignments DROP COLUMN plan_currency;
ALTER TABLE plan_assignments DROP COLUMN plan_expansion_rate_bp;
ALTER TABLE plan_assignments DROP COLUMN plan_new_business_rate_bp;
ALTER TABLE plan_assignments DROP COLUMN plan_renewal_rate_bp;
CREATE INDEX plan_assignments_by_code ON plan_assignments (tenant, plan_code, payee_id);

-- What decides never changes (X-5), whatever program opens the database.
-- [sqlite]
CREATE TRIGGER comp_plans_approved_update BEFORE UPDATE ON comp_plans
WHEN OLD.approve_time_us IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;

CREATE TRIGGER comp_plans_approved_delete BEFORE DELETE ON comp_plans
WHEN OLD.approve_time_us IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a signed plan version never changes'); END;
-- [postgresql]
CREATE TRIGGER comp_plans_approved_change BEFORE UPDATE OR DELETE ON comp_plans
FOR EACH ROW WHEN (OLD.approve_time_us IS NOT NULL) EXECUTE FUNCTION refuse_decided();
-- [both]

-- As in 0005. Plans are few, and each has few versions.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('comp_plans', 'sqlite_autoindex_comp_plans_1', '1000 1000 1'),
  ('comp_plans', 'comp_plans_by_version', '1000 1000 5 1'),
  ('comp_plans', 'comp_plans_by_code', '1000 1000 5 1'),
  ('plan_assignments', 'plan_assignments_by_code', '1000000 300000 100 1');

ANALYZE sqlite_schema;
