-- The records of the common model: who, customers, signals and what was done; callers and payloads.
-- Bookings and what they pay follow in 0003, the views for BI tools in 0004, hints for SQLite's
-- planner in 0005.
--
-- Every table belongs to tenants, and every key begins with the tenant. Instants are microseconds
-- since 1970, UTC (_us); amounts are minor units of the currency beside them (_minor); rates are
-- basis points (_bp); yes and no are 1 and 0; enums are their API names in lower case without the
-- enum's own prefix ('at_risk_save'). A null is a value that was not given.
--
-- Narrow rows are clustered by their key (WITHOUT ROWID). Rows with texts and JSON are not: a
-- clustered row of more than a quarter of a page spills into an overflow page of its own, which
-- doubles what a write costs.
--
-- Both engines read these files; what only one of them knows (STRICT, WITHOUT ROWID, the bodies of
-- triggers) is the engine's dialect.

-- The companies that Baton keeps apart.
CREATE TABLE tenants (
  tenant TEXT NOT NULL PRIMARY KEY,
  create_time_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that are given out once, in commit order: export_seq (C-14).
CREATE TABLE counters (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  counter TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (tenant, counter)
) STRICT, WITHOUT ROWID;

-- Everybody on our side.
CREATE TABLE people (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  person_id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT,
  manager_id TEXT,
  segment TEXT,
  payee_id TEXT NOT NULL,
  create_time_us INTEGER,
  update_time_us INTEGER,
  PRIMARY KEY (tenant, person_id),
  FOREIGN KEY (tenant, manager_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX people_by_email ON people (tenant, lower(email)) WHERE email <> '';
CREATE INDEX people_by_role ON people (tenant, role, person_id);
CREATE INDEX people_by_manager ON people (tenant, manager_id) WHERE manager_id IS NOT NULL;

-- A person's ids in other systems.
CREATE TABLE person_external_ids (
  tenant TEXT NOT NULL,
  source_system TEXT NOT NULL,
  source_record_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (tenant, source_system, source_record_id),
  FOREIGN KEY (tenant, person_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_external_ids_by_person ON person_external_ids (tenant, person_id);

-- Customers. Their opening ARR is in account_arr_ledger, their team in account_team.
CREATE TABLE accounts (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  account_id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  segment TEXT,
  acv_minor INTEGER,
  acv_currency TEXT,
  renewal_model TEXT,
  opening_time_us INTEGER,
  renewal_time_us INTEGER,
  create_time_us INTEGER,
  update_time_us INTEGER,
  source_update_time_us INTEGER,
  PRIMARY KEY (tenant, account_id)
) STRICT, WITHOUT ROWID;

-- A customer's ids in other systems.
CREATE TABLE account_external_ids (
  tenant TEXT NOT NULL,
  source_system TEXT NOT NULL,
  source_record_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  PRIMARY KEY (tenant, source_system, source_record_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_external_ids_by_account ON account_external_ids (tenant, account_id);

-- Who holds a role on an account from an instant on, until the next row (W-3). No person: nobody.
CREATE TABLE account_team (
  tenant TEXT NOT NULL,
  account_id TEXT NOT NULL,
  role TEXT NOT NULL,
  start_time_us INTEGER NOT NULL,
  person_id TEXT,
  PRIMARY KEY (tenant, account_id, role, start_time_us),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, person_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

-- What was observed of a customer's health (A-2). record_no counts the observations of one account
-- at one instant in the order in which they were recorded: the highest is the one that counts.
CREATE TABLE health_observations (
  tenant TEXT NOT NULL,
  observation_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  record_no INTEGER NOT NULL,
  tier TEXT,
  score REAL,
  observe_time_us INTEGER NOT NULL,
  record_time_us INTEGER,
  source_system TEXT,
  source_record_id TEXT,
  manual INTEGER NOT NULL,
  PRIMARY KEY (tenant, observation_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX health_observations_by_account
  ON health_observations (tenant, account_id, observe_time_us, record_no);
CREATE UNIQUE INDEX health_observations_by_source
  ON health_observations (tenant, source_system, source_record_id) WHERE source_record_id <> '';

-- Customer signals and where their handoff stands (H, S). source_key is what makes a delivery the
-- same as an earlier one (H-12): the source's record id, or a digest where it gave none.
--
-- opportunity_id has no foreign key: opportunities point here.
CREATE TABLE signals (
  tenant TEXT NOT NULL,
  signal_id TEXT NOT NULL,
  source_key TEXT,
  account_id TEXT NOT NULL,
  csm_id TEXT,
  kind TEXT,
  category TEXT,
  trigger TEXT,
  evidence TEXT NOT NULL,
  buyer_name TEXT,
  buyer_title TEXT,
  timeline TEXT NOT NULL,
  timeline_date TEXT NOT NULL,
  context_note TEXT NOT NULL,
  urgency TEXT,
  source_system TEXT,
  source_record_id TEXT,
  estimated_minor INTEGER,
  estimated_currency TEXT,
  product_lines TEXT,
  cross_sell INTEGER,
  budget_conversation_yes INTEGER,
  budget_conversation_note TEXT,
  timeline_yes INTEGER,
  timeline_note TEXT,
  named_buyer_yes INTEGER,
  named_buyer_note TEXT,
  product_fit_yes INTEGER,
  product_fit_note TEXT,
  upgrade_to_c INTEGER NOT NULL,
  occurred_time_us INTEGER,
  state TEXT NOT NULL,
  routable INTEGER NOT NULL,
  qualified INTEGER NOT NULL,
  model TEXT,
  ae_support INTEGER NOT NULL,
  ae_id TEXT,
  holder_id TEXT,
  clock_leg INTEGER,
  clock_start_time_us INTEGER,
  acknowledge_due_time_us INTEGER,
  contact_due_time_us INTEGER,
  acknowledge_missed INTEGER,
  contact_missed INTEGER,
  file_time_us INTEGER NOT NULL,
  route_time_us INTEGER,
  acknowledge_time_us INTEGER,
  contact_time_us INTEGER,
  close_time_us INTEGER,
  revisit_time_us INTEGER,
  outcome_kind TEXT,
  outcome_reason TEXT,
  outcome_minor INTEGER,
  outcome_currency TEXT,
  outcome_opportunity_id TEXT,
  outcome_competitor TEXT,
  outcome_revisit_time_us INTEGER,
  opportunity_id TEXT,
  possible_duplicate_of_id TEXT,
  missing_fields TEXT,
  warnings TEXT,
  notes TEXT,
  policy_version INTEGER NOT NULL,
  update_time_us INTEGER,
  explanation TEXT,
  remind_time_us INTEGER,
  assign_due_time_us INTEGER,
  assign_missed INTEGER NOT NULL,
  PRIMARY KEY (tenant, signal_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, csm_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, ae_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, holder_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, possible_duplicate_of_id) REFERENCES signals (tenant, signal_id)
) STRICT;

-- Filing is the hottest write, and every index is paid there. What it costs is pages written:
-- without any of these 1.5 KB of log a signal, with all of them 7.8 KB (2,000 accounts, 60 people,
-- 200 signals a commit). By account 1.6, by csm, ae and holder 1.3 to 1.5 each; those that grow at
-- one end (file time, state, due time) 0.1 to 0.2; by source 0.1 where keys grow, too, and 3.1
-- where they are random.
-- A redelivery is found by it, and can't be filed twice (H-12).
CREATE UNIQUE INDEX signals_by_source ON signals (tenant, source_system, source_key)
  WHERE source_key IS NOT NULL;
-- The default list, newest first.
CREATE INDEX signals_by_file_time ON signals (tenant, file_time_us, signal_id);
-- An account's signals; possible duplicates at every filing (H-12). The trigger is compared in the
-- index, without looking at the row.
CREATE INDEX signals_by_account ON signals (tenant, account_id, file_time_us, signal_id, trigger);
-- Queues such as RevOps' unassigned signals; the open ones among many closed.
CREATE INDEX signals_by_state ON signals (tenant, state, file_time_us);
-- What a CSM filed: all that a CSM may see.
CREATE INDEX signals_by_csm ON signals (tenant, csm_id, file_time_us) WHERE csm_id IS NOT NULL;
-- What was routed to an AE: all that an AE may see.
CREATE INDEX signals_by_ae ON signals (tenant, ae_id, file_time_us) WHERE ae_id IS NOT NULL;
-- The inbox. The state stands last so that a holder's signals lie in the order of a page whether a
-- state is asked for or not; it is compared in the index, without looking at the row.
CREATE INDEX signals_by_holder ON signals (tenant, holder_id, file_time_us, state)
  WHERE holder_id IS NOT NULL;
-- Most urgent first; those without a clock before all others, which is SQLite's order of its own.
-- [sqlite]
CREATE INDEX signals_by_acknowledge_due ON signals (tenant, acknowledge_due_time_us, signal_id);
-- [postgresql]
CREATE INDEX signals_by_acknowledge_due
  ON signals (tenant, acknowledge_due_time_us NULLS FIRST, signal_id);
-- [both]

-- Expansion opportunities (T-1).
CREATE TABLE opportunities (
  tenant TEXT NOT NULL,
  opportunity_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  creation_source TEXT,
  trigger_event TEXT,
  trigger_text TEXT NOT NULL,
  signal_id TEXT,
  owner_id TEXT,
  amount_minor INTEGER,
  amount_currency TEXT,
  self_serve INTEGER NOT NULL,
  source_system TEXT,
  source_record_id TEXT,
  state TEXT NOT NULL,
  stage TEXT NOT NULL,
  create_time_us INTEGER NOT NULL,
  close_time_us INTEGER,
  update_time_us INTEGER,
  PRIMARY KEY (tenant, opportunity_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, signal_id) REFERENCES signals (tenant, signal_id),
  FOREIGN KEY (tenant, owner_id) REFERENCES people (tenant, person_id)
) STRICT;

CREATE UNIQUE INDEX opportunities_by_source
  ON opportunities (tenant, source_system, source_record_id) WHERE source_record_id <> '';
CREATE INDEX opportunities_by_create_time ON opportunities (tenant, create_time_us, opportunity_id);
CREATE INDEX opportunities_by_account ON opportunities (tenant, account_id, create_time_us);
CREATE INDEX opportunities_by_state ON opportunities (tenant, state, create_time_us);
CREATE INDEX opportunities_by_owner ON opportunities (tenant, owner_id, create_time_us)
  WHERE owner_id IS NOT NULL;
CREATE INDEX opportunities_by_signal ON opportunities (tenant, signal_id)
  WHERE signal_id IS NOT NULL;

-- What was done with a customer (T-6, G-1).
CREATE TABLE activities (
  tenant TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  activity_type TEXT NOT NULL,
  occur_time_us INTEGER NOT NULL,
  person_id TEXT,
  role TEXT,
  two_way INTEGER NOT NULL,
  note TEXT NOT NULL,
  source_system TEXT,
  source_record_id TEXT,
  record_time_us INTEGER,
  opportunity_id TEXT,
  PRIMARY KEY (tenant, activity_id),
  FOREIGN KEY (tenant, account_id) REFERENCES accounts (tenant, account_id),
  FOREIGN KEY (tenant, person_id) REFERENCES people (tenant, person_id),
  FOREIGN KEY (tenant, opportunity_id) REFERENCES opportunities (tenant, opportunity_id)
) STRICT;

CREATE INDEX activities_by_account ON activities (tenant, account_id, occur_time_us, activity_id);
CREATE UNIQUE INDEX activities_by_source
  ON activities (tenant, source_system, source_record_id) WHERE source_record_id <> '';

-- Bearer tokens; the secret itself is not kept.
CREATE TABLE tokens (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  token_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  person_id TEXT,
  role TEXT,
  note TEXT NOT NULL,
  expire_time_us INTEGER,
  revoke_time_us INTEGER,
  create_time_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, token_id),
  FOREIGN KEY (tenant, person_id) REFERENCES people (tenant, person_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX tokens_by_secret_hash ON tokens (secret_hash);
CREATE INDEX tokens_by_create_time ON tokens (tenant, create_time_us, token_id);
CREATE INDEX tokens_by_person ON tokens (tenant, person_id, create_time_us)
  WHERE person_id IS NOT NULL;

-- Which payloads were applied: SHA-256 in hex of each. The same again changes nothing.
CREATE TABLE ingested_payloads (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  vendor TEXT NOT NULL,
  digest TEXT NOT NULL,
  receive_time_us INTEGER NOT NULL,
  PRIMARY KEY (tenant, vendor, digest)
) STRICT, WITHOUT ROWID;

-- Payloads that could not be applied, as received, with every fault.
CREATE TABLE dead_letters (
  tenant TEXT NOT NULL REFERENCES tenants (tenant),
  dead_letter_id TEXT NOT NULL,
  vendor TEXT NOT NULL,
  faults TEXT,
  receive_time_us INTEGER NOT NULL,
  payload BLOB NOT NULL,
  PRIMARY KEY (tenant, dead_letter_id)
) STRICT;

CREATE INDEX dead_letters_by_receive_time
  ON dead_letters (tenant, receive_time_us, dead_letter_id);
