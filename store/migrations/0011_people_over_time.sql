-- People and accounts over time (W-1, X-7), and what the product's use sets off (T-1).

-- When people are away, and who stands in for them. Absences of one person don't overlap.
CREATE TABLE absences (
  tenant TEXT NOT NULL,
  person_id TEXT NOT NULL,
  start_time_us INTEGER NOT NULL,
  end_time_us INTEGER NOT NULL,
  deputy_id TEXT NOT NULL,
  PRIMARY KEY (tenant, person_id, start_time_us),
  FOREIGN KEY (tenant, person_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, deputy_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

-- For whom somebody stands in.
CREATE INDEX absences_by_deputy ON absences (tenant, deputy_id, end_time_us);

-- When somebody leaves or left.
ALTER TABLE people ADD COLUMN end_time_us INTEGER;

-- Records that were merged into another one: the old id, and the one that it stands for now. The
-- merged record's row stays, for the history that points at it.
CREATE TABLE person_aliases (
  tenant TEXT NOT NULL,
  alias_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (tenant, alias_id),
  FOREIGN KEY (tenant, alias_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, person_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_aliases_by_person ON person_aliases (tenant, person_id, alias_id);

CREATE TABLE account_aliases (
  tenant TEXT NOT NULL,
  alias_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  PRIMARY KEY (tenant, alias_id),
  FOREIGN KEY (tenant, alias_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_aliases_by_account ON account_aliases (tenant, account_id, alias_id);

-- How accounts use the product. An upgrade has neither metric nor limit.
CREATE TABLE usage_observations (
  tenant TEXT NOT NULL,
  observation_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind TEXT,
  product TEXT NOT NULL,
  metric TEXT NOT NULL,
  used INTEGER NOT NULL,
  usage_limit INTEGER NOT NULL,
  unit TEXT NOT NULL,
  threshold_bp INTEGER NOT NULL,
  observe_time_us INTEGER NOT NULL,
  record_time_us INTEGER,
  source_system TEXT,
  source_record_id TEXT,
  source_update_time_us INTEGER,
  amount_minor INTEGER,
  amount_currency TEXT,
  note TEXT NOT NULL,
  opportunity_id TEXT,
  PRIMARY KEY (tenant, observation_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, opportunity_id) REFERENCES opportunities (tenant, opportunity_id)
) STRICT;

CREATE INDEX usage_observations_by_account
  ON usage_observations (tenant, account_id, observe_time_us, observation_id);
-- The one before, of the same product and metric.
CREATE INDEX usage_observations_by_metric
  ON usage_observations (tenant, account_id, product, metric, observe_time_us);
-- What it set off last.
CREATE INDEX usage_observations_by_opportunity
  ON usage_observations (tenant, account_id, product, metric, kind, observe_time_us)
  WHERE opportunity_id IS NOT NULL;
CREATE UNIQUE INDEX usage_observations_by_source
  ON usage_observations (tenant, source_system, source_record_id) WHERE source_record_id <> '';

ALTER TABLE opportunities ADD COLUMN expected_close_time_us INTEGER;

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('absences', 'absences', '1000000 300000'),
  ('absences', 'absences_by_deputy', '1000000 300000'),
  ('person_aliases', 'person_aliases', '1000000 300000'),
  ('person_aliases', 'person_aliases_by_person', '1000000 300000'),
  ('account_aliases', 'account_aliases', '1000000 300000'),
  ('account_aliases', 'account_aliases_by_account', '1000000 300000'),
  ('usage_observations', 'sqlite_autoindex_usage_observations_1', '1000000 300000'),
  ('usage_observations', 'usage_observations_by_account', '1000000 300000'),
  ('usage_observations', 'usage_observations_by_metric', '1000000 300000'),
  ('usage_observations', 'usage_observations_by_opportunity', '1000000 300000'),
  ('usage_observations', 'usage_observations_by_source', '1000000 300000');

ANALYZE sqlite_schema;
