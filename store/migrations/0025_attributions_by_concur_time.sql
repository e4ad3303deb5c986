-- What was signed since a quarter was published (C-14).
CREATE INDEX attributions_by_concur_time ON attributions (tenant, concur_time_us);

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
  VALUES ('attributions', 'attributions_by_concur_time', '1000000 300000 1');

ANALYZE sqlite_schema;
