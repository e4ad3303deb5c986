-- How an attribution lives on: readings, evidence, disputes, voided bookings, tickets and audits
-- (A-7, A-8, A-11, A-12, A-13, C-12), and what the CRM says beside the ledger (X-8).

ALTER TABLE policies ADD COLUMN late_fact_hours INTEGER NOT NULL DEFAULT 72;
ALTER TABLE policies ADD COLUMN dispute_days INTEGER NOT NULL DEFAULT 30;
ALTER TABLE policies ADD COLUMN audit_sample_bp INTEGER NOT NULL DEFAULT 1000;
ALTER TABLE policies ADD COLUMN audit_sample_min INTEGER NOT NULL DEFAULT 25;
ALTER TABLE policies ADD COLUMN backdate_days INTEGER NOT NULL DEFAULT 7;
ALTER TABLE policies ADD COLUMN late_renewal TEXT;

ALTER TABLE attributions ADD COLUMN reading INTEGER NOT NULL DEFAULT 1;
ALTER TABLE attributions ADD COLUMN supersedes_id TEXT;
ALTER TABLE attributions ADD COLUMN superseded_by_id TEXT;
ALTER TABLE attributions ADD COLUMN open_dispute_id TEXT;
ALTER TABLE attributions ADD COLUMN reverses_id TEXT;
ALTER TABLE attributions ADD COLUMN documentation TEXT;
ALTER TABLE attributions ADD COLUMN evidence TEXT;
ALTER TABLE attributions ADD COLUMN late_facts TEXT;

ALTER TABLE attribution_signatures ADD COLUMN health_waiver TEXT NOT NULL DEFAULT '';

-- How an attribution was read before; content is the whole of it.
CREATE TABLE attribution_readings (
  tenant TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  reading INTEGER NOT NULL,
  read_time_us INTEGER,
  cause TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (tenant, attribution_id, reading),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id)
) STRICT;

-- What outside systems recommended, in the order in which it came (A-9).
CREATE TABLE attribution_recommendations (
  tenant TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  recommender TEXT NOT NULL,
  parts TEXT,
  team_shares TEXT,
  team_reasons TEXT,
  recommend_time_us INTEGER,
  PRIMARY KEY (tenant, attribution_id, position),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id)
) STRICT;

-- A booking is never edited (A-12): these say what became of it.
ALTER TABLE bookings ADD COLUMN kind TEXT DEFAULT 'deal';
ALTER TABLE bookings ADD COLUMN void_reason TEXT;
ALTER TABLE bookings ADD COLUMN void_requester_id TEXT;
ALTER TABLE bookings ADD COLUMN void_request_time_us INTEGER;
ALTER TABLE bookings ADD COLUMN void_approver_id TEXT;
ALTER TABLE bookings ADD COLUMN void_approve_time_us INTEGER;
ALTER TABLE bookings ADD COLUMN reversal_id TEXT;
ALTER TABLE bookings ADD COLUMN reverses_id TEXT;
ALTER TABLE bookings ADD COLUMN corrects_id TEXT;
ALTER TABLE bookings ADD COLUMN corrected_by_id TEXT;
ALTER TABLE bookings ADD COLUMN churned_for_id TEXT;

-- The right booking may come from the source record of the voided one.
DROP INDEX bookings_by_source;
CREATE UNIQUE INDEX bookings_by_source
  ON bookings (tenant, source_system, source_record_id)
  WHERE source_record_id <> '' AND void_approve_time_us IS NULL;
CREATE INDEX bookings_voided_by_source
  ON bookings (tenant, source_system, source_record_id, void_approve_time_us)
  WHERE source_record_id <> '' AND void_approve_time_us IS NOT NULL;

-- Objections to an attribution's categories (A-8).
CREATE TABLE disputes (
  tenant TEXT NOT NULL,
  dispute_id TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  opener_id TEXT,
  open_time_us INTEGER NOT NULL,
  reason TEXT NOT NULL,
  asked TEXT,
  state TEXT NOT NULL,
  due_time_us INTEGER,
  reviews TEXT,
  close_time_us INTEGER,
  result_id TEXT,
  appeal_of_id TEXT,
  explanation TEXT,
  PRIMARY KEY (tenant, dispute_id),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id)
) STRICT;

-- One open dispute per attribution.
CREATE UNIQUE INDEX disputes_open ON disputes (tenant, attribution_id)
  WHERE close_time_us IS NULL;
CREATE INDEX disputes_by_open_time ON disputes (tenant, open_time_us, dispute_id);
CREATE INDEX disputes_by_attribution ON disputes (tenant, attribution_id, open_time_us, dispute_id);
CREATE INDEX disputes_by_account ON disputes (tenant, account_id, open_time_us, dispute_id);
CREATE INDEX disputes_by_state ON disputes (tenant, state, open_time_us, dispute_id);
CREATE INDEX disputes_by_opener ON disputes (tenant, opener_id, open_time_us, dispute_id);
CREATE INDEX disputes_by_result ON disputes (tenant, result_id) WHERE result_id IS NOT NULL;

-- Splits before the deal desk (C-12).
CREATE TABLE deal_desk_tickets (
  tenant TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  opener_id TEXT,
  open_time_us INTEGER NOT NULL,
  reason TEXT NOT NULL,
  asked_shares TEXT,
  state TEXT NOT NULL,
  due_time_us INTEGER,
  ruler_id TEXT,
  rule_time_us INTEGER,
  ruling_reason TEXT NOT NULL,
  ruled_shares TEXT,
  corrected_source TEXT,
  PRIMARY KEY (tenant, ticket_id),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id)
) STRICT;

CREATE UNIQUE INDEX deal_desk_tickets_open ON deal_desk_tickets (tenant, attribution_id)
  WHERE rule_time_us IS NULL;
CREATE INDEX deal_desk_tickets_by_open_time
  ON deal_desk_tickets (tenant, open_time_us, ticket_id);
CREATE INDEX deal_desk_tickets_by_attribution
  ON deal_desk_tickets (tenant, attribution_id, open_time_us, ticket_id);
CREATE INDEX deal_desk_tickets_by_account
  ON deal_desk_tickets (tenant, account_id, open_time_us, ticket_id);
CREATE INDEX deal_desk_tickets_by_state
  ON deal_desk_tickets (tenant, state, open_time_us, ticket_id);
CREATE INDEX deal_desk_tickets_by_opener
  ON deal_desk_tickets (tenant, opener_id, open_time_us, ticket_id);

ALTER TABLE opportunities ADD COLUMN corrected_source TEXT;
ALTER TABLE opportunities ADD COLUMN corrected_by_ticket_id TEXT;

-- The audit of a quarter, and what it looks at (A-11).
CREATE TABLE attribution_audits (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  quarter TEXT NOT NULL,
  seed INTEGER NOT NULL,
  population INTEGER NOT NULL,
  sampled INTEGER NOT NULL,
  items INTEGER NOT NULL,
  reviewed INTEGER NOT NULL,
  creator_id TEXT,
  create_time_us INTEGER NOT NULL,
  policy_version INTEGER NOT NULL,
  PRIMARY KEY (tenant, quarter)
) STRICT;

CREATE TABLE attribution_audit_items (
  tenant TEXT NOT NULL,
  quarter TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  causes TEXT,
  finding TEXT,
  comment TEXT NOT NULL,
  reviewer_id TEXT,
  review_time_us INTEGER,
  PRIMARY KEY (tenant, quarter, attribution_id),
  FOREIGN KEY (tenant, quarter) REFERENCES attribution_audits (tenant, quarter),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id)
) STRICT;

CREATE INDEX attribution_audit_items_by_finding
  ON attribution_audit_items (tenant, quarter, finding, attribution_id);

-- What the CRM says an account's ARR is, and where that differs (X-8).
ALTER TABLE accounts ADD COLUMN crm_arr_minor INTEGER;
ALTER TABLE accounts ADD COLUMN crm_arr_currency TEXT;

CREATE TABLE reconciliation_items (
  tenant TEXT NOT NULL,
  item_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  ledger_minor INTEGER,
  ledger_currency TEXT,
  crm_minor INTEGER,
  crm_currency TEXT,
  difference_minor INTEGER,
  difference_currency TEXT,
  create_time_us INTEGER NOT NULL,
  update_time_us INTEGER,
  resolve_time_us INTEGER,
  PRIMARY KEY (tenant, item_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id)
) STRICT;

-- One open item per account.
CREATE UNIQUE INDEX reconciliation_items_open ON reconciliation_items (tenant, account_id)
  WHERE resolve_time_us IS NULL;
CREATE INDEX reconciliation_items_by_time ON reconciliation_items (tenant, create_time_us, item_id);
CREATE INDEX reconciliation_items_by_account
  ON reconciliation_items (tenant, account_id, create_time_us, item_id);

-- Who set a tier by hand (A-13).
ALTER TABLE health_observations ADD COLUMN person_id TEXT;

-- When the statements that pay an attribution were published (A-8).
CREATE INDEX statement_lines_by_attribution
  ON statement_lines (tenant, attribution_id, statement_id) WHERE attribution_id IS NOT NULL;

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT i.tbl_name, i.name, '1000000 300000' FROM sqlite_schema i
WHERE i.type = 'index'
  AND i.tbl_name IN ('attribution_readings', 'attribution_recommendations', 'disputes',
    'deal_desk_tickets', 'attribution_audits', 'attribution_audit_items', 'reconciliation_items');

INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('bookings', 'bookings_by_source', '1000000 300000'),
  ('bookings', 'bookings_voided_by_source', '1000000 300000'),
  ('statement_lines', 'statement_lines_by_attribution', '1000000 300000');

UPDATE sqlite_stat1 SET stat = '1000000 300000 300'
WHERE idx IN ('disputes_by_state', 'deal_desk_tickets_by_state');

ANALYZE sqlite_schema;
