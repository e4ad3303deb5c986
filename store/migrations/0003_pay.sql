-- What was sold and what it pays: bookings, the ARR ledger, attributions, plans, policies,
-- statements.
-- Units and shapes as in 0002.

-- Closed-won events (A). attribution_id has no foreign key: attributions point here.
CREATE TABLE bookings (
  tenant TEXT NOT NULL,
  booking_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  opportunity_id TEXT,
  booked_time_us INTEGER NOT NULL,
  currency_code TEXT NOT NULL,
  renewal_time_us INTEGER,
  closed_by_id TEXT,
  source_system TEXT,
  source_record_id TEXT,
  record_time_us INTEGER,
  attribution_id TEXT,
  warnings TEXT,
  PRIMARY KEY (tenant, booking_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, opportunity_id) REFERENCES opportunities (tenant, opportunity_id),
  FOREIGN KEY (tenant, closed_by_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX bookings_by_source
  ON bookings (tenant, source_system, source_record_id) WHERE source_record_id <> '';
CREATE INDEX bookings_by_booked_time ON bookings (tenant, booked_time_us, booking_id);
CREATE INDEX bookings_by_account ON bookings (tenant, account_id, booked_time_us);
CREATE INDEX bookings_by_opportunity ON bookings (tenant, opportunity_id, booked_time_us)
  WHERE opportunity_id IS NOT NULL;

-- The lines of a booking, in its order.
CREATE TABLE booking_lines (
  tenant TEXT NOT NULL,
  booking_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  line TEXT NOT NULL,
  product TEXT NOT NULL,
  product_line TEXT NOT NULL,
  kind TEXT,
  prior_arr_minor INTEGER NOT NULL,
  new_arr_minor INTEGER NOT NULL,
  uplift_bp INTEGER NOT NULL,
  effective_time_us INTEGER,
  PRIMARY KEY (tenant, booking_id, position),
  FOREIGN KEY (tenant, booking_id) REFERENCES bookings (tenant, booking_id)
) STRICT, WITHOUT ROWID;

-- An account's ARR by effective time (X-8): 'opening' entries once, then 'booking' entries. What an
-- account owns at an instant is the sum of the entries up to it. entry_no counts those of one
-- account at one instant.
CREATE TABLE account_arr_ledger (
  tenant TEXT NOT NULL,
  account_id TEXT NOT NULL,
  effective_time_us INTEGER NOT NULL,
  entry_no INTEGER NOT NULL,
  kind TEXT NOT NULL,
  booking_id TEXT,
  product TEXT NOT NULL,
  product_line TEXT NOT NULL,
  delta_minor INTEGER NOT NULL,
  currency_code TEXT NOT NULL,
  PRIMARY KEY (tenant, account_id, effective_time_us, entry_no),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, booking_id) REFERENCES bookings (tenant, booking_id)
) STRICT, WITHOUT ROWID;

-- Bookings taken apart (A-1 to A-6).
CREATE TABLE attributions (
  tenant TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  booking_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  booked_time_us INTEGER NOT NULL,
  currency_code TEXT NOT NULL,
  state TEXT NOT NULL,
  at_risk INTEGER NOT NULL,
  net_direction TEXT NOT NULL,
  brokered INTEGER NOT NULL,
  ae_id TEXT,
  csm_id TEXT,
  save_bonus_minor INTEGER,
  save_bonus_currency TEXT,
  flags TEXT,
  sign_due_time_us INTEGER,
  concur_time_us INTEGER,
  policy_version INTEGER NOT NULL,
  explanation TEXT,
  self_serve INTEGER NOT NULL,
  model TEXT,
  create_time_us INTEGER,
  PRIMARY KEY (tenant, attribution_id),
  FOREIGN KEY (tenant, booking_id) REFERENCES bookings (tenant, booking_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, ae_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, csm_id) REFERENCES people (tenant, person_id)
) STRICT;

CREATE INDEX attributions_by_booked_time ON attributions (tenant, booked_time_us, attribution_id);
CREATE INDEX attributions_by_create_time ON attributions (tenant, create_time_us);
CREATE INDEX attributions_by_account ON attributions (tenant, account_id, booked_time_us);
CREATE INDEX attributions_by_booking ON attributions (tenant, booking_id, booked_time_us);
CREATE INDEX attributions_by_state ON attributions (tenant, state, booked_time_us);
CREATE INDEX attributions_by_ae ON attributions (tenant, ae_id, booked_time_us)
  WHERE ae_id IS NOT NULL;
CREATE INDEX attributions_by_csm ON attributions (tenant, csm_id, booked_time_us)
  WHERE csm_id IS NOT NULL;

-- The parts of an attribution, in line order.
CREATE TABLE attribution_parts (
  tenant TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  part INTEGER NOT NULL,
  line TEXT NOT NULL,
  product TEXT NOT NULL,
  product_line TEXT NOT NULL,
  category TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  flags TEXT,
  ae_credit_minor INTEGER NOT NULL,
  csm_credit_minor INTEGER NOT NULL,
  explanation TEXT,
  PRIMARY KEY (tenant, attribution_id, part),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id)
) STRICT;

-- Who vouched for an attribution, one row a side (A-6).
CREATE TABLE attribution_signatures (
  tenant TEXT NOT NULL,
  attribution_id TEXT NOT NULL,
  side TEXT NOT NULL,
  person_id TEXT,
  sign_time_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, attribution_id, side),
  FOREIGN KEY (tenant, attribution_id) REFERENCES attributions (tenant, attribution_id),
  FOREIGN KEY (tenant, person_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

-- Which plan a payee has from an instant on, until the next row.
CREATE TABLE plan_assignments (
  tenant TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  payee_id TEXT NOT NULL,
  start_time_us INTEGER NOT NULL,
  plan_code TEXT,
  plan_version INTEGER,
  plan_role TEXT,
  plan_currency TEXT,
  plan_expansion_rate_bp INTEGER,
  plan_new_business_rate_bp INTEGER,
  plan_renewal_rate_bp INTEGER,
  PRIMARY KEY (tenant, assignment_id),
  FOREIGN KEY (tenant, payee_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX plan_assignments_by_payee ON plan_assignments (tenant, payee_id, start_time_us);

-- The numbered versions of the company's policy (X-5).
CREATE TABLE policies (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  policy_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  effective_time_us INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  fiscal_first_month INTEGER NOT NULL,
  currency_code TEXT NOT NULL,
  routing_test TEXT,
  revisit_days INTEGER NOT NULL,
  model_a_threshold_minor INTEGER NOT NULL,
  model_c_acv_minor INTEGER NOT NULL,
  hot_acknowledge_hours INTEGER NOT NULL,
  hot_contact_hours INTEGER NOT NULL,
  warm_acknowledge_hours INTEGER NOT NULL,
  warm_contact_hours INTEGER NOT NULL,
  watch_review_days INTEGER NOT NULL,
  cross_sell_by TEXT,
  credit_scheme TEXT,
  csm_expansion_bp INTEGER NOT NULL,
  csm_share TEXT,
  ae_save_bp INTEGER NOT NULL,
  ae_uplift_bp INTEGER NOT NULL,
  csm_cross_sell_bp INTEGER NOT NULL,
  save_bonus_bp INTEGER NOT NULL,
  save_bonus_min_minor INTEGER NOT NULL,
  save_bonus_max_minor INTEGER NOT NULL,
  band_low_minor INTEGER NOT NULL,
  band_high_minor INTEGER NOT NULL,
  signal_credit_bp INTEGER NOT NULL,
  payout_days INTEGER NOT NULL,
  signature_business_days INTEGER NOT NULL,
  PRIMARY KEY (tenant, policy_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX policies_by_effective_time ON policies (tenant, effective_time_us, version);

-- What one payee earns in one quarter (C-14).
CREATE TABLE statements (
  tenant TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  period TEXT NOT NULL,
  period_start_date TEXT NOT NULL,
  period_end_date TEXT NOT NULL,
  payee_person_id TEXT NOT NULL,
  payee_display_name TEXT NOT NULL,
  payee_id TEXT NOT NULL,
  plan_code TEXT,
  plan_version INTEGER,
  plan_role TEXT,
  plan_currency TEXT,
  plan_expansion_rate_bp INTEGER,
  plan_new_business_rate_bp INTEGER,
  plan_renewal_rate_bp INTEGER,
  payout_date TEXT NOT NULL,
  state TEXT NOT NULL,
  credited_minor INTEGER,
  earned_minor INTEGER,
  held_minor INTEGER,
  adjustments_minor INTEGER,
  payable_minor INTEGER,
  compute_time_us INTEGER,
  publish_time_us INTEGER,
  digest TEXT NOT NULL,
  PRIMARY KEY (tenant, statement_id),
  FOREIGN KEY (tenant, payee_person_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

-- One statement a payee and period (C-14).
CREATE UNIQUE INDEX statements_by_period ON statements (tenant, period, payee_person_id);
CREATE INDEX statements_by_payee ON statements (tenant, payee_person_id, statement_id);
CREATE INDEX statements_by_state ON statements (tenant, state, statement_id);

-- The lines of a statement. export_seq is 0 until they are published. adjusts_line is the
-- "statement/line" of the published line that this one corrects, or ''. Booking and attribution are
-- copied facts without foreign keys: what was published stands for itself.
CREATE TABLE statement_lines (
  tenant TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  line_id TEXT NOT NULL,
  line_no INTEGER NOT NULL,
  export_seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  category TEXT,
  booking_id TEXT,
  booking_line TEXT NOT NULL,
  attribution_id TEXT,
  part INTEGER NOT NULL,
  account_display_name TEXT NOT NULL,
  crm_opportunity_id TEXT NOT NULL,
  booked_date TEXT NOT NULL,
  part_amount_minor INTEGER NOT NULL,
  credit_share_bp INTEGER NOT NULL,
  credited_amount_minor INTEGER NOT NULL,
  rate_bp INTEGER,
  earning_minor INTEGER NOT NULL,
  policy_version INTEGER NOT NULL,
  status TEXT NOT NULL,
  hold_reason TEXT NOT NULL,
  adjusts_line TEXT NOT NULL,
  reason_code TEXT NOT NULL,
  explanation TEXT,
  PRIMARY KEY (tenant, statement_id, line_id),
  FOREIGN KEY (tenant, statement_id) REFERENCES statements (tenant, statement_id)
) STRICT;

-- The cursor of every puller.
CREATE UNIQUE INDEX statement_lines_by_export_seq ON statement_lines (tenant, export_seq)
  WHERE export_seq > 0;
-- What is still held.
CREATE INDEX statement_lines_held ON statement_lines (tenant, statement_id, line_no)
  WHERE status = 'held';
-- A published hold is released once.
CREATE UNIQUE INDEX statement_lines_released ON statement_lines (tenant, adjusts_line)
  WHERE reason_code = 'hold_released' AND export_seq > 0;

-- What was published never changes (C-14). These hold against every program that opens the
-- database; an INSERT OR REPLACE is caught by the triggers before insert.
-- [sqlite]
CREATE TRIGGER statements_published_insert BEFORE INSERT ON statements
WHEN EXISTS (SELECT 1 FROM statements s WHERE s.tenant = NEW.tenant
               AND s.statement_id = NEW.statement_id AND s.state = 'published')
BEGIN SELECT RAISE(ABORT, 'a published statement never changes'); END;

CREATE TRIGGER statements_published_update BEFORE UPDATE ON statements
WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, 'a published statement never changes'); END;

CREATE TRIGGER statements_published_delete BEFORE DELETE ON statements
WHEN OLD.state = 'published'
BEGIN SELECT RAISE(ABORT, 'a published statement never changes'); END;

CREATE TRIGGER statement_lines_published_insert BEFORE INSERT ON statement_lines
WHEN EXISTS (SELECT 1 FROM statements s WHERE s.tenant = NEW.tenant
               AND s.statement_id = NEW.statement_id AND s.state = 'published')
BEGIN SELECT RAISE(ABORT, 'a published statement never changes'); END;

CREATE TRIGGER statement_lines_published_update BEFORE UPDATE ON statement_lines
WHEN OLD.export_seq > 0
BEGIN SELECT RAISE(ABORT, 'a published statement never changes'); END;

CREATE TRIGGER statement_lines_published_delete BEFORE DELETE ON statement_lines
WHEN OLD.export_seq > 0
BEGIN SELECT RAISE(ABORT, 'a published statement never changes'); END;
-- [postgresql]
CREATE FUNCTION refuse_published() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'a published statement never changes'; END $$;

CREATE FUNCTION refuse_line_of_published() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN
    IF EXISTS (SELECT 1 FROM statements s WHERE s.tenant = NEW.tenant
                 AND s.statement_id = NEW.statement_id AND s.state = 'published')
    THEN RAISE EXCEPTION 'a published statement never changes'; END IF; RETURN NEW; END $$;

CREATE TRIGGER statements_published_change BEFORE UPDATE OR DELETE ON statements
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_published();

CREATE TRIGGER statement_lines_published_insert BEFORE INSERT ON statement_lines
FOR EACH ROW EXECUTE FUNCTION refuse_line_of_published();

CREATE TRIGGER statement_lines_published_change BEFORE UPDATE OR DELETE ON statement_lines
FOR EACH ROW WHEN (OLD.export_seq > 0) EXECUTE FUNCTION refuse_published();
-- [both]
