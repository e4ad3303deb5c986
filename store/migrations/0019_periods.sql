-- The life of a period (C-24), what the commission tool confirms (C-18), and the order in which
-- statements were published and paid (C-14).

-- A quarter that somebody began to close. Callers stand as the audit log names them.
CREATE TABLE comp_periods (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  period TEXT NOT NULL,
  state TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  closer TEXT NOT NULL,
  close_time_us INTEGER,
  publisher TEXT NOT NULL,
  publish_time_us INTEGER,
  auditor TEXT NOT NULL,
  audit_time_us INTEGER,
  PRIMARY KEY (tenant, period)
) STRICT, WITHOUT ROWID;

-- Payouts that the tool confirmed to the cent. The statement's own row never changes; who reads it
-- reads it beside these.
CREATE TABLE payouts (
  tenant TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  currency_code TEXT NOT NULL,
  tool_reference TEXT NOT NULL,
  confirmer TEXT NOT NULL,
  confirm_time_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, statement_id),
  FOREIGN KEY (tenant, statement_id) REFERENCES statements (tenant, statement_id)
) STRICT, WITHOUT ROWID;

-- The cursor of every tool that pulls statements, in commit order.
CREATE TABLE statement_changes (
  tenant TEXT NOT NULL,
  change_seq INTEGER NOT NULL,
  statement_id TEXT NOT NULL,
  PRIMARY KEY (tenant, change_seq),
  FOREIGN KEY (tenant, statement_id) REFERENCES statements (tenant, statement_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX statement_changes_by_statement
  ON statement_changes (tenant, statement_id, change_seq);

-- What was published before.
INSERT INTO comp_periods (tenant, period, state, start_date, end_date, closer, publisher,
  publish_time_us, auditor)
SELECT tenant, period, 'published', min(period_start_date), min(period_end_date), '', '',
  max(publish_time_us), ''
FROM statements WHERE state = 'published' GROUP BY tenant, period;

INSERT INTO statement_changes (tenant, change_seq, statement_id)
SELECT tenant,
  row_number() OVER (PARTITION BY tenant ORDER BY publish_time_us, statement_id), statement_id
FROM statements WHERE state = 'published';

INSERT INTO counters (tenant, counter, value)
SELECT tenant, 'statement_change', max(change_seq) FROM statement_changes GROUP BY tenant;

-- A payout that differs is a reconciliation item too, of a statement instead of an account.
-- [sqlite]
CREATE TABLE reconciliation_items_all (
  tenant TEXT NOT NULL,
  item_id TEXT NOT NULL,
  account_id TEXT,
  ledger_minor INTEGER,
  ledger_currency TEXT,
  crm_minor INTEGER,
  crm_currency TEXT,
  difference_minor INTEGER,
  difference_currency TEXT,
  create_time_us INTEGER NOT NULL,
  update_time_us INTEGER,
  resolve_time_us INTEGER,
  statement_id TEXT,
  stated_payout_minor INTEGER,
  stated_payout_currency TEXT,
  confirmed_payout_minor INTEGER,
  confirmed_payout_currency TEXT,
  PRIMARY KEY (tenant, item_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, statement_id) REFERENCES statements (tenant, statement_id)
) STRICT;

INSERT INTO reconciliation_items_all (tenant, item_id, account_id, ledger_minor, ledger_currency,
  crm_minor, crm_currency, difference_minor, difference_currency, create_time_us, update_time_us,
  resolve_time_us)
SELECT tenant, item_id, account_id, ledger_minor, ledger_currency, crm_minor, crm_currency,
  difference_minor, difference_currency, create_time_us, update_time_us, resolve_time_us
FROM reconciliation_items;

DROP TABLE reconciliation_items;
ALTER TABLE reconciliation_items_all RENAME TO reconciliation_items;

CREATE UNIQUE INDEX reconciliation_items_open ON reconciliation_items (tenant, account_id)
  WHERE resolve_time_us IS NULL;
CREATE INDEX reconciliation_items_by_time ON reconciliation_items (tenant, create_time_us, item_id);
CREATE INDEX reconciliation_items_by_account
  ON reconciliation_items (tenant, account_id, create_time_us, item_id);
-- [postgresql]
ALTER TABLE reconciliation_items ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE reconciliation_items ADD COLUMN statement_id TEXT;
ALTER TABLE reconciliation_items ADD COLUMN stated_payout_minor BIGINT;
ALTER TABLE reconciliation_items ADD COLUMN stated_payout_currency TEXT;
ALTER TABLE reconciliation_items ADD COLUMN confirmed_payout_minor BIGINT;
ALTER TABLE reconciliation_items ADD COLUMN confirmed_payout_currency TEXT;
ALTER TABLE reconciliation_items ADD FOREIGN KEY (tenant, statement_id)
  REFERENCES statements (tenant, statement_id);
-- [both]

-- One open item per statement.
CREATE UNIQUE INDEX reconciliation_items_open_payout
  ON reconciliation_items (tenant, statement_id)
  WHERE resolve_time_us IS NULL AND statement_id IS NOT NULL;

-- What is settled stays so (C-14, C-18, C-24), for every program that opens the database.
-- [sqlite]
CREATE TRIGGER payouts_update BEFORE UPDATE ON payouts
BEGIN SELECT RAISE(ABORT, 'a payout never changes'); END;
CREATE TRIGGER payouts_delete BEFORE DELETE ON payouts
BEGIN SELECT RAISE(ABORT, 'a payout never changes'); END;
CREATE TRIGGER payouts_insert BEFORE INSERT ON payouts
WHEN EXISTS (SELECT 1 FROM payouts p WHERE p.tenant = NEW.tenant
               AND p.statement_id = NEW.statement_id)
BEGIN SELECT RAISE(ABORT, 'a payout never changes'); END;

CREATE TRIGGER comp_periods_update BEFORE UPDATE ON comp_periods
WHEN OLD.state = 'audited' OR (OLD.state = 'published' AND NEW.state <> 'audited')
BEGIN SELECT RAISE(ABORT, 'a period is never reopened'); END;
CREATE TRIGGER comp_periods_delete BEFORE DELETE ON comp_periods
WHEN OLD.state IN ('published', 'audited')
BEGIN SELECT RAISE(ABORT, 'a period is never reopened'); END;
CREATE TRIGGER comp_periods_insert BEFORE INSERT ON comp_periods
WHEN EXISTS (SELECT 1 FROM comp_periods p WHERE p.tenant = NEW.tenant AND p.period = NEW.period
               AND p.state IN ('published', 'audited'))
BEGIN SELECT RAISE(ABORT, 'a period is never reopened'); END;
-- [postgresql]
CREATE FUNCTION refuse_settled() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'what is settled never changes'; END $$;

CREATE TRIGGER payouts_change BEFORE UPDATE OR DELETE ON payouts
FOR EACH ROW EXECUTE FUNCTION refuse_settled();

CREATE TRIGGER comp_periods_update BEFORE UPDATE ON comp_periods
FOR EACH ROW WHEN (OLD.state = 'audited' OR (OLD.state = 'published' AND NEW.state <> 'audited'))
EXECUTE FUNCTION refuse_settled();

CREATE TRIGGER comp_periods_delete BEFORE DELETE ON comp_periods
FOR EACH ROW WHEN (OLD.state IN ('published', 'audited')) EXECUTE FUNCTION refuse_settled();
-- [both]

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('comp_periods', 'comp_periods', '1000 100 1'),
  ('payouts', 'payouts', '1000000 300000 1'),
  ('statement_changes', 'statement_changes', '1000000 300000 1'),
  ('statement_changes', 'statement_changes_by_statement', '1000000 300000 2 1');

INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT i.tbl_name, i.name, '1000000 300000' FROM sqlite_schema i
WHERE i.type = 'index' AND i.tbl_name = 'reconciliation_items';

ANALYZE sqlite_schema;
