-- What every tenant's records stand on: request ids, the audit chain, deadlines, the outbox.
-- Instants are microseconds since 1970, UTC.

-- What was answered under which request id; rows lie in the order of their writing.
-- [sqlite]
CREATE TABLE request_ids (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  answer BLOB NOT NULL,
  time_us INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX request_ids_by_request ON request_ids (tenant, request_id);
-- [postgresql]
CREATE TABLE request_ids (
  tenant TEXT NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  answer BLOB NOT NULL,
  time_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, request_id)
);

CREATE INDEX request_ids_by_time ON request_ids (time_us);
-- [both]

-- One event for every change of a record; a chain of SHA-256 per tenant (see audit.h).
-- before, after and salt are null once erased (X-10). The rows are long: with a rowid of their own
-- several share a page, where a table without rowid would give each pages of its own.
CREATE TABLE audit_events (
  tenant TEXT NOT NULL,
  seq INTEGER NOT NULL,
  time_us INTEGER NOT NULL,
  actor TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  record_type TEXT NOT NULL,
  record TEXT NOT NULL,
  before BLOB,
  after BLOB,
  salt BLOB,
  content_digest BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (tenant, seq)
) STRICT;

CREATE INDEX audit_events_by_record ON audit_events (tenant, record, seq);

-- What falls due when; a row goes when it was handled or no longer matters.
CREATE TABLE deadlines (
  tenant TEXT NOT NULL,
  subject TEXT NOT NULL,
  what TEXT NOT NULL,
  leg TEXT NOT NULL,
  due_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, subject, what)
) STRICT, WITHOUT ROWID;

CREATE INDEX deadlines_by_due ON deadlines (due_us, tenant, subject, what);

-- The outbox: what must leave. Ids sort by the time they were made, so the key is the list's order.
CREATE TABLE deliveries (
  tenant TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  recipient TEXT NOT NULL,
  record TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  rule TEXT NOT NULL,
  created_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, delivery_id)
) STRICT, WITHOUT ROWID;
