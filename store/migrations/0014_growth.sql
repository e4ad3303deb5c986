-- Who brought expansion about (T, G-1), the rates at which reports convert (C-3), and the policy's
-- choices for both.

ALTER TABLE policies ADD COLUMN team_source_bp INTEGER NOT NULL DEFAULT 4000;
ALTER TABLE policies ADD COLUMN team_close_bp INTEGER NOT NULL DEFAULT 4000;
ALTER TABLE policies ADD COLUMN team_assist_bp INTEGER NOT NULL DEFAULT 2000;
ALTER TABLE policies ADD COLUMN assist_share TEXT DEFAULT 'per_touch';
ALTER TABLE policies ADD COLUMN touch_window_days INTEGER NOT NULL DEFAULT 90;
ALTER TABLE policies ADD COLUMN large_source_window_days INTEGER NOT NULL DEFAULT 180;
ALTER TABLE policies ADD COLUMN decay_half_life_days INTEGER NOT NULL DEFAULT 7;
ALTER TABLE policies ADD COLUMN custom_first_bp INTEGER NOT NULL DEFAULT 4000;
ALTER TABLE policies ADD COLUMN custom_middle_bp INTEGER NOT NULL DEFAULT 2000;
ALTER TABLE policies ADD COLUMN custom_last_bp INTEGER NOT NULL DEFAULT 4000;
ALTER TABLE policies ADD COLUMN cs_led_base TEXT DEFAULT 'all';
ALTER TABLE policies ADD COLUMN engaged_activities INTEGER NOT NULL DEFAULT 6;
ALTER TABLE policies ADD COLUMN cs_team_cost_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policies ADD COLUMN grr_loss TEXT DEFAULT 'per_account';
ALTER TABLE policies ADD COLUMN expansion_probability_bp INTEGER NOT NULL DEFAULT 5000;
ALTER TABLE policies ADD COLUMN save_probability_bp INTEGER NOT NULL DEFAULT 7000;
ALTER TABLE policies ADD COLUMN renewal_probability_bp INTEGER NOT NULL DEFAULT 9500;
ALTER TABLE policies ADD COLUMN cross_sell_probability_bp INTEGER NOT NULL DEFAULT 3000;

ALTER TABLE activities ADD COLUMN expansion_discussed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE activities ADD COLUMN cross_sell_discussed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE activities ADD COLUMN team TEXT;

ALTER TABLE attributions ADD COLUMN model_shares TEXT;
ALTER TABLE attributions ADD COLUMN motion TEXT;
ALTER TABLE attributions ADD COLUMN pulled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attributions ADD COLUMN segment TEXT;
ALTER TABLE attributions ADD COLUMN sponsor_involved INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attribution_parts ADD COLUMN cs_led_tag TEXT;
ALTER TABLE attribution_parts ADD COLUMN playbook TEXT NOT NULL DEFAULT '';
ALTER TABLE attribution_parts ADD COLUMN lead TEXT;

-- What was booked before this was kept: the segment as it stands now. Nobody's team credit.
UPDATE attributions SET segment = (SELECT a.segment FROM accounts a
  WHERE a.tenant = attributions.tenant AND a.account_id = attributions.account_id);

-- How a booking's expansion is shared among teams (T-4): source, assists by time, close. touchpoint
-- is the full name of what shows an assist.
CREATE TABLE attribution_team_shares (
  tenant TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  share_no INTEGER NOT NULL,
  role TEXT NOT NULL,
  team TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  touchpoint TEXT NOT NULL,
  touch_time_us INTEGER,
  PRIMARY KEY (tenant, attribution_id, share_no),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id)
) STRICT, WITHOUT ROWID;

-- Exchange rates as they were put together, and who approved them (X-11).
CREATE TABLE exchange_rate_sheets (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  sheet_id TEXT NOT NULL,
  rates TEXT NOT NULL,
  origin TEXT NOT NULL,
  creator_id TEXT,
  create_time_us INTEGER NOT NULL,
  approver_id TEXT,
  approve_time_us INTEGER,
  PRIMARY KEY (tenant, sheet_id),
  FOREIGN KEY (tenant, creator_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, approver_id) REFERENCES people (tenant, person_id)
) STRICT;

CREATE INDEX exchange_rate_sheets_by_create_time
  ON exchange_rate_sheets (tenant, create_time_us, sheet_id);

-- The rates of approved sheets, one row each: of one pair and day the one approved last counts.
CREATE TABLE exchange_rates (
  tenant TEXT NOT NULL,
  from_currency TEXT NOT NULL,
  to_currency TEXT NOT NULL,
  date TEXT NOT NULL,
  approve_time_us INTEGER NOT NULL,
  sheet_id TEXT NOT NULL,
  rate INTEGER NOT NULL,
  scale INTEGER NOT NULL,
  PRIMARY KEY (tenant, from_currency, to_currency, date, approve_time_us, sheet_id),
  FOREIGN KEY (tenant, sheet_id) REFERENCES exchange_rate_sheets (tenant, sheet_id)
) STRICT, WITHOUT ROWID;

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('exchange_rate_sheets', 'exchange_rate_sheets_by_create_time', '10000 10000 1 1'),
  ('exchange_rate_sheets', 'sqlite_autoindex_exchange_rate_sheets_1', '10000 10000 1'),
  ('exchange_rates', 'exchange_rates', '100000 100000 1000 1000 1 1 1'),
  ('attribution_team_shares', 'attribution_team_shares', '1000000 300000 4 1');

ANALYZE sqlite_schema;
