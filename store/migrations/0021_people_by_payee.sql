-- By the id under which a commission tool pays them (C-18).
CREATE INDEX people_by_payee_id ON people (tenant, payee_id);

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('people', 'people_by_payee_id', '100000 30000 1');

ANALYZE sqlite_schema;
