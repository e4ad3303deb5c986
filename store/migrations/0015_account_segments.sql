-- Which segment an account belongs to from an instant on, until the next row (A-10); the first row
-- holds before its start, too.
CREATE TABLE account_segments (
  tenant TEXT NOT NULL,
  account_id TEXT NOT NULL,
  start_time_us INTEGER NOT NULL,
  segment TEXT NOT NULL,
  PRIMARY KEY (tenant, account_id, start_time_us),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id)
) STRICT, WITHOUT ROWID;

INSERT INTO account_segments (tenant, account_id, start_time_us, segment)
  SELECT tenant, account_id, coalesce(create_time_us, 0), segment FROM accounts
  WHERE segment IS NOT NULL;
