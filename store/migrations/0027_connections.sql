-- Connections with a tenant's systems, what opens them, and the tenant's own mappings. A tenant has
-- some dozens. Secrets are sealed (AES-256-GCM) before they come here.
CREATE TABLE connections (
  tenant TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  vendor TEXT NOT NULL,
  display_name TEXT NOT NULL,
  state TEXT NOT NULL,
  base_url TEXT NOT NULL,
  settings TEXT,
  has_credentials INTEGER NOT NULL,
  old_secret_expire_time_us INTEGER,
  disable_reason TEXT NOT NULL,
  create_time_us INTEGER NOT NULL,
  update_time_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, connection_id)
) STRICT, WITHOUT ROWID;

-- A webhook's address holds no tenant.
CREATE INDEX connections_by_id ON connections (connection_id);

CREATE TABLE connection_secrets (
  tenant TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  secret_id TEXT NOT NULL,
  sealed TEXT NOT NULL,
  expire_time_us INTEGER,
  PRIMARY KEY (tenant, connection_id, kind, secret_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mappings (
  tenant TEXT NOT NULL,
  mapping_id TEXT NOT NULL,
  vendor TEXT NOT NULL,
  content TEXT NOT NULL,
  setter TEXT NOT NULL,
  update_time_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, mapping_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE dead_letters ADD COLUMN connection_id TEXT;

-- Where a delivery stands with the other side.
ALTER TABLE deliveries ADD COLUMN attempt_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN next_attempt_us INTEGER;
ALTER TABLE deliveries ADD COLUMN last_attempt_us INTEGER;
ALTER TABLE deliveries ADD COLUMN last_answer TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN delivered_us INTEGER;
ALTER TABLE deliveries ADD COLUMN connection_id TEXT;
ALTER TABLE deliveries ADD COLUMN answer_id TEXT NOT NULL DEFAULT '';

UPDATE deliveries SET next_attempt_us = created_us WHERE state = 'pending';

-- What is to be tried now, of one kind.
CREATE INDEX deliveries_by_next_attempt
  ON deliveries (tenant, kind, next_attempt_us, delivery_id) WHERE next_attempt_us IS NOT NULL;

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES ('connections', 'connections', '3000 10 1'),
  ('connections', 'connections_by_id', '3000 1'),
  ('connection_secrets', 'connection_secrets', '3000 10 2 2 1'),
  ('mappings', 'mappings', '3000 10 1'),
  ('deliveries', 'deliveries_by_next_attempt', '1000000 300000 100000 2 1');

ANALYZE sqlite_schema;
