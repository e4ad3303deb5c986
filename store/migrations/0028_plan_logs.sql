-- Intervention plans that were logged, of an account or of a whole book (H-9).
CREATE INDEX signals_with_plan_log ON signals (tenant, account_id, plan_log_time_us)
  WHERE plan_log_time_us IS NOT NULL;

-- Never written: what a record's own id and time already tell needs no digest of its payload.
DROP TABLE ingested_payloads;

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
  VALUES ('signals', 'signals_with_plan_log', '10000 3000 10 1');

ANALYZE sqlite_schema;
