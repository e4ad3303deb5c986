-- By when somebody has to act next on a signal (H-7, H-9, S-1, S-11): the inbox by the time left.
ALTER TABLE signals ADD COLUMN next_due_time_us INTEGER;

UPDATE signals SET next_due_time_us = assign_due_time_us
WHERE state = 'unassigned' AND ae_id IS NULL;
UPDATE signals SET next_due_time_us = plan_due_time_us WHERE state = 'intervention';
UPDATE signals SET next_due_time_us = contact_due_time_us
WHERE state IN ('cs_owned', 'routed', 'acknowledged') AND contact_time_us IS NULL;
UPDATE signals SET next_due_time_us = acknowledge_due_time_us
WHERE state = 'routed' AND acknowledge_time_us IS NULL AND acknowledge_due_time_us IS NOT NULL;

-- Only what somebody still has to act on is in these, however many signals there are.
CREATE INDEX signals_by_next_due ON signals (tenant, next_due_time_us, signal_id)
  WHERE next_due_time_us IS NOT NULL;
CREATE INDEX signals_by_holder_next_due
  ON signals (tenant, holder_id, next_due_time_us, signal_id)
  WHERE next_due_time_us IS NOT NULL;

-- What is still paid to somebody who left (W-2).
ALTER TABLE policies ADD COLUMN leaver_signal_credit_days INTEGER NOT NULL DEFAULT 90;
ALTER TABLE statements ADD COLUMN final_statement INTEGER NOT NULL DEFAULT 0;

-- Whose a save is where the account changed hands after its window (W-3). Few ever have one.
ALTER TABLE attributions ADD COLUMN save_csm_id TEXT;
CREATE INDEX attributions_by_save_csm ON attributions (tenant, save_csm_id, booked_time_us)
  WHERE save_csm_id IS NOT NULL;

-- As in 0005. What somebody has to act on is little beside all signals; the inbox by the time left
-- walks it rather than gather and sort a person's or an account's.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('signals', 'signals_by_next_due', '6 6 1 1'),
  ('signals', 'signals_by_holder_next_due', '20 20 1 1 1'),
  ('attributions', 'attributions_by_save_csm', '1000 1000 30 1');

ANALYZE sqlite_schema;
