-- What is to be tried now of what goes to one system among many: what waits for another that is dead
-- or not connected is not read on the way.
CREATE INDEX deliveries_by_recipient
  ON deliveries (tenant, kind, recipient, next_attempt_us, delivery_id)
  WHERE next_attempt_us IS NOT NULL AND kind IN ('event', 'cs_update');

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES ('deliveries', 'deliveries_by_recipient', '300000 300000 100000 20000 2 1');

ANALYZE sqlite_schema;
