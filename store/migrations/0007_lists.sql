-- Lists that walked through what everybody has (P13).

-- Whose accounts are whose: all that a CSM or an AE may see of accounts, bookings and opportunities.
CREATE INDEX account_team_by_person ON account_team (tenant, person_id, account_id)
  WHERE person_id IS NOT NULL;
-- What left for one record. Records' ids grow with time, so filing writes at this index's end.
CREATE INDEX deliveries_by_record ON deliveries (tenant, record, delivery_id);

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('account_team', 'account_team_by_person', '1000000 300000'),
  ('deliveries', 'deliveries_by_record', '1000000 300000');

ANALYZE sqlite_schema;
