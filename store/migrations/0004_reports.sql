-- The views named report_* are the contract for BI tools: columns are added, never renamed or
-- removed. Units stand in the names: _us microseconds since 1970 in UTC, _minor minor units of the
-- row's currency, _bp basis points.

-- One row a signal: who, what, how quickly, what came of it (H-13).
CREATE VIEW report_signals AS
SELECT
  tenant, signal_id, account_id, csm_id, ae_id, holder_id, kind, category, trigger, urgency, state,
  model AS ownership_model, routable, qualified, cross_sell,
  estimated_minor AS estimated_arr_minor, estimated_currency AS estimated_arr_currency,
  source_system, source_record_id,
  file_time_us AS filed_at_us, route_time_us AS routed_at_us,
  acknowledge_due_time_us AS acknowledge_due_at_us, contact_due_time_us AS contact_due_at_us,
  acknowledge_time_us AS acknowledged_at_us, contact_time_us AS contacted_at_us,
  close_time_us AS closed_at_us, acknowledge_missed, contact_missed,
  outcome_kind AS outcome, outcome_minor AS outcome_arr_minor,
  outcome_currency AS outcome_arr_currency, opportunity_id, possible_duplicate_of_id, policy_version
FROM signals;

-- One row a part of an attribution: ARR by category and whom it credits (A-3, A-10).
CREATE VIEW report_attribution_parts AS
SELECT
  p.tenant, p.attribution_id, p.part, a.booking_id, a.account_id, c.segment,
  a.booked_time_us AS booked_at_us, a.state AS attribution_state, p.line AS booking_line, p.product,
  p.product_line, p.category, p.amount_minor AS arr_minor, a.currency_code, a.ae_id, a.csm_id,
  p.ae_credit_minor, p.csm_credit_minor, a.at_risk, a.brokered, a.self_serve, a.policy_version
FROM attribution_parts p
JOIN attributions a ON a.tenant = p.tenant AND a.attribution_id = p.attribution_id
JOIN accounts c ON c.tenant = a.tenant AND c.account_id = a.account_id;

-- One row a statement line, drafts too: what counts for whom and what it pays (C-14, C-15).
CREATE VIEW report_statement_lines AS
SELECT
  l.tenant, l.statement_id, l.line_id, l.line_no, l.export_seq, s.period,
  s.payee_person_id, s.payee_id, s.payee_display_name, s.plan_code, s.plan_version,
  s.state AS statement_state, s.publish_time_us AS published_at_us, l.kind, l.category,
  l.booking_id, l.booking_line, l.attribution_id, l.part, l.account_display_name,
  l.crm_opportunity_id, l.booked_date, l.part_amount_minor AS part_arr_minor, l.credit_share_bp,
  l.credited_amount_minor AS credited_arr_minor, l.rate_bp, l.earning_minor,
  s.plan_currency AS earning_currency, l.status, l.hold_reason, l.adjusts_line, l.reason_code,
  l.policy_version
FROM statement_lines l
JOIN statements s ON s.tenant = l.tenant AND s.statement_id = l.statement_id;
