-- The periods that commission tools know, as they state them (C-18). A tool has some dozens.
CREATE TABLE tool_periods (
  tenant TEXT NOT NULL,
  source_system TEXT NOT NULL,
  source_record_id TEXT NOT NULL,
  period TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (tenant, source_system, source_record_id)
) STRICT, WITHOUT ROWID;

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES ('tool_periods', 'tool_periods', '30000 100 30 1');

ANALYZE sqlite_schema;
