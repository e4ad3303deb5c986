-- What the handoff's reports read by (H-13, H-11).
--
-- Filing pays for the first two: their entries grow at one end, which costs 0.1 to 0.2 KB of log a
-- signal (see 0002). The others hold no signal that was just filed.

-- Contacts that fall due in a quarter; acknowledgements have signals_by_acknowledge_due.
CREATE INDEX signals_by_contact_due ON signals (tenant, contact_due_time_us)
  WHERE contact_due_time_us IS NOT NULL;
-- What was routed in a quarter.
CREATE INDEX signals_by_route_time ON signals (tenant, route_time_us)
  WHERE route_time_us IS NOT NULL;
-- Reassigned and restarted signals: their earlier legs may have fallen due in any quarter.
CREATE INDEX signals_with_past_legs ON signals (tenant, file_time_us)
  WHERE past_legs IS NOT NULL;
-- Open loops, oldest first.
CREATE INDEX signals_open_loops ON signals (tenant, file_time_us, signal_id)
  WHERE state IN ('contacted', 'deferred', 'not_ready') AND continued_by_id IS NULL;

-- As in 0005. The last two are small beside all signals; open loops fewer than those of a state, or
-- the planner would gather and sort the three states.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('signals', 'signals_by_contact_due', '1000000 300000'),
  ('signals', 'signals_by_route_time', '1000000 300000'),
  ('signals', 'signals_with_past_legs', '10000 3000'),
  ('signals', 'signals_open_loops', '1000 300');

ANALYZE sqlite_schema;
