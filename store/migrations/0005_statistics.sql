-- What SQLite's planner should assume: a tenant has very many rows in every table, and whatever
-- else an index names has few. Without it the planner takes the tenant alone for selective, and
-- answers "this account's signals" by walking through all of the tenant's. Written down instead of
-- gathered, so that plans are the same on an empty database and on a full one (P13).
--
-- A later migration that adds an index repeats these statements for it. PostgreSQL gathers its own.
-- [sqlite]

-- Makes the table of statistics.
ANALYZE sqlite_schema;

INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT i.tbl_name, i.name, '1000000 300000' FROM sqlite_schema i
JOIN pragma_index_info(i.name) c ON c.seqno = 0 AND c.name = 'tenant'
WHERE i.type = 'index';

-- The key of a table without rowid goes by the table's own name.
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT name, name, '1000000 300000' FROM sqlite_schema
WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%' AND name <> 'tenants';

-- A state that is asked for has hundreds of rows: less selective than a person or an account, much
-- more than the tenant.
UPDATE sqlite_stat1 SET stat = '1000000 300000 300' WHERE idx LIKE '%\_by\_state' ESCAPE '\';

-- Reads them.
ANALYZE sqlite_schema;
