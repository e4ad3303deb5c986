-- What lets payloads arrive twice, late and out of order (X-9, H-12).

-- Which version of its source each field of a record stands for: when the source changed it, and a
-- digest that decides between two changes of one instant. A field without a row was never stated by
-- a source.
CREATE TABLE source_versions (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  record TEXT NOT NULL,
  field TEXT NOT NULL,
  change_time_us INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (tenant, record, field)
) STRICT, WITHOUT ROWID;

-- The vendor's id of the record that the payload came before; '' when it waits for none.
ALTER TABLE dead_letters ADD COLUMN awaits TEXT NOT NULL DEFAULT '';

CREATE INDEX dead_letters_by_awaited ON dead_letters (tenant, vendor, awaits) WHERE awaits <> '';

-- [sqlite]

INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES ('source_versions', 'source_versions', '1000000 300000'),
  ('dead_letters', 'dead_letters_by_awaited', '1000000 300000');

ANALYZE sqlite_schema;
