-- Who shares a role's credit (W-4): as the account's team and the CRM's splits say it, and as every
-- attribution has it. kind is credit, or save where a save's team was another (W-3).
ALTER TABLE account_team ADD COLUMN shares TEXT;
ALTER TABLE bookings ADD COLUMN splits TEXT;
ALTER TABLE attributions ADD COLUMN ruled_by_id TEXT;
ALTER TABLE deal_desk_tickets ADD COLUMN result_id TEXT;

CREATE TABLE attribution_credit_shares (
  tenant TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  share_no INTEGER NOT NULL,
  role TEXT NOT NULL,
  person_id TEXT NOT NULL,
  share_bp INTEGER NOT NULL,
  PRIMARY KEY (tenant, attribution_id, kind, share_no),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id),
  FOREIGN KEY (tenant, person_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX attribution_credit_shares_by_person
  ON attribution_credit_shares (tenant, person_id, attribution_id);

-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('attribution_credit_shares', 'attribution_credit_shares', '1000000 300000 3 2 1'),
  ('attribution_credit_shares', 'attribution_credit_shares_by_person', '1000000 300000 40 1');

ANALYZE sqlite_schema;
