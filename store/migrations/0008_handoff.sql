-- What the whole handoff needs of a policy (S-5, S-7, S-9, H-5, H-9 to H-11, H-13, H-15). Versions
-- from before have the defaults.
ALTER TABLE policies ADD COLUMN warn_bp INTEGER NOT NULL DEFAULT 7500;
ALTER TABLE policies ADD COLUMN reassignment TEXT DEFAULT 'keep';
ALTER TABLE policies ADD COLUMN max_reassignments INTEGER NOT NULL DEFAULT 5;
ALTER TABLE policies ADD COLUMN outcome_ask_days INTEGER NOT NULL DEFAULT 30;
ALTER TABLE policies ADD COLUMN escalation_steps TEXT;
ALTER TABLE policies ADD COLUMN review_acknowledged_bp INTEGER NOT NULL DEFAULT 8000;
ALTER TABLE policies ADD COLUMN review_conversation_bp INTEGER NOT NULL DEFAULT 8000;
ALTER TABLE policies ADD COLUMN review_min_signals INTEGER NOT NULL DEFAULT 5;
ALTER TABLE policies ADD COLUMN crm_confirm_minutes INTEGER NOT NULL DEFAULT 15;
ALTER TABLE policies ADD COLUMN intervention_plan_days INTEGER NOT NULL DEFAULT 7;
ALTER TABLE policies ADD COLUMN noisy_csm_bp INTEGER NOT NULL DEFAULT 1000;
ALTER TABLE policies ADD COLUMN watch_expire_days INTEGER NOT NULL DEFAULT 30;

-- Signals: legs, warnings and further steps of the clock; the question for an outcome; the booking
-- that it was won with; the CRM's word; plans against risks; what it continues.
ALTER TABLE signals ADD COLUMN clock_leg_start_time_us INTEGER;
ALTER TABLE signals ADD COLUMN clock_policy_version INTEGER;
ALTER TABLE signals ADD COLUMN acknowledge_warn_time_us INTEGER;
ALTER TABLE signals ADD COLUMN contact_warn_time_us INTEGER;
ALTER TABLE signals ADD COLUMN acknowledge_steps INTEGER;
ALTER TABLE signals ADD COLUMN contact_steps INTEGER;
ALTER TABLE signals ADD COLUMN escalation_steps TEXT;
ALTER TABLE signals ADD COLUMN acknowledge_warned INTEGER;
ALTER TABLE signals ADD COLUMN contact_warned INTEGER;
ALTER TABLE signals ADD COLUMN uncharged INTEGER;
ALTER TABLE signals ADD COLUMN past_legs TEXT;
ALTER TABLE signals ADD COLUMN outcome_ask_time_us INTEGER;
ALTER TABLE signals ADD COLUMN outcome_asks INTEGER;
ALTER TABLE signals ADD COLUMN booking_id TEXT;
ALTER TABLE signals ADD COLUMN booking_due_time_us INTEGER;
ALTER TABLE signals ADD COLUMN crm_confirm_time_us INTEGER;
ALTER TABLE signals ADD COLUMN crm_due_time_us INTEGER;
ALTER TABLE signals ADD COLUMN plan_text TEXT;
ALTER TABLE signals ADD COLUMN plan_author TEXT;
ALTER TABLE signals ADD COLUMN plan_log_time_us INTEGER;
ALTER TABLE signals ADD COLUMN plan_due_time_us INTEGER;
ALTER TABLE signals ADD COLUMN plan_missed INTEGER;
ALTER TABLE signals ADD COLUMN close_reason TEXT;
ALTER TABLE signals ADD COLUMN duplicate_of_id TEXT;
ALTER TABLE signals ADD COLUMN reopen_time_us INTEGER;
ALTER TABLE signals ADD COLUMN continues_id TEXT;
ALTER TABLE signals ADD COLUMN continued_by_id TEXT;
ALTER TABLE signals ADD COLUMN expire_time_us INTEGER;

-- A signal has one row that says when to look at it again: the earliest of what it waits for.
DELETE FROM deadlines AS later WHERE EXISTS (
  SELECT 1 FROM deadlines AS earlier
  WHERE earlier.tenant = later.tenant AND earlier.subject = later.subject
  AND (earlier.due_us < later.due_us
    OR (earlier.due_us = later.due_us AND earlier.what < later.what)));
