-- Manual corrections (C-23): entered by one person, approved or rejected by another (X-11).
-- about_line is the "statement/line" of the published line that it is about, or ''.
CREATE TABLE corrections (
  tenant TEXT NOT NULL,
  correction_id TEXT NOT NULL,
  payee_person_id TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  currency_code TEXT NOT NULL,
  reason TEXT NOT NULL,
  reference TEXT NOT NULL,
  about_line TEXT NOT NULL,
  period TEXT NOT NULL,
  state TEXT NOT NULL,
  creator_id TEXT NOT NULL,
  create_time_us INTEGER NOT NULL,
  decider_id TEXT,
  decide_time_us INTEGER,
  decide_note TEXT NOT NULL,
  PRIMARY KEY (tenant, correction_id),
  FOREIGN KEY (tenant, payee_person_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, creator_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, decider_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX corrections_by_create_time ON corrections (tenant, create_time_us, correction_id);
CREATE INDEX corrections_by_payee
  ON corrections (tenant, payee_person_id, create_time_us, correction_id);
CREATE INDEX corrections_by_state ON corrections (tenant, state, create_time_us, correction_id);

-- A published line carries a correction out once.
CREATE UNIQUE INDEX statement_lines_by_correction ON statement_lines (tenant, correction_id)
  WHERE correction_id IS NOT NULL AND export_seq > 0;

-- What was decided stays so (X-11), for every program that opens the database.
-- [sqlite]
CREATE TRIGGER corrections_update BEFORE UPDATE ON corrections
WHEN OLD.state <> 'pending'
BEGIN SELECT RAISE(ABORT, 'a decided correction never changes'); END;
CREATE TRIGGER corrections_delete BEFORE DELETE ON corrections
WHEN OLD.state <> 'pending'
BEGIN SELECT RAISE(ABORT, 'a decided correction never changes'); END;
CREATE TRIGGER corrections_insert BEFORE INSERT ON corrections
WHEN EXISTS (SELECT 1 FROM corrections c WHERE c.tenant = NEW.tenant
               AND c.correction_id = NEW.correction_id AND c.state <> 'pending')
BEGIN SELECT RAISE(ABORT, 'a decided correction never changes'); END;
-- [postgresql]
CREATE TRIGGER corrections_change BEFORE UPDATE OR DELETE ON corrections
FOR EACH ROW WHEN (OLD.state <> 'pending') EXECUTE FUNCTION refuse_settled();
-- [both]

-- As in 0005. Few corrections wait.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('corrections', 'corrections', '10000 10000 1'),
  ('corrections', 'corrections_by_create_time', '10000 10000 1 1'),
  ('corrections', 'corrections_by_payee', '10000 10000 10 1 1'),
  ('corrections', 'corrections_by_state', '10000 10000 3000 1 1'),
  ('statement_lines', 'statement_lines_by_correction', '10000 10000 1');

ANALYZE sqlite_schema;
