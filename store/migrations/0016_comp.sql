-- What a company chooses about pay (C-1, C-7, C-11, C-17, W-3), and what lines of pools, of shared
-- roles, of other currencies and of corrections say beside the rest (C-10, W-4, C-21, C-23).
ALTER TABLE policies ADD COLUMN inherited_red_days INTEGER NOT NULL DEFAULT 90;
ALTER TABLE policies ADD COLUMN band_reading TEXT DEFAULT 'whole';
ALTER TABLE policies ADD COLUMN self_serve_credit TEXT DEFAULT 'by_scheme';
ALTER TABLE policies ADD COLUMN signal_spiff_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policies ADD COLUMN clawback_roles TEXT DEFAULT 'both';
ALTER TABLE policies ADD COLUMN grr_curve TEXT DEFAULT 'linear';
ALTER TABLE policies ADD COLUMN grr_basis TEXT DEFAULT 'renewals';
ALTER TABLE policies ADD COLUMN show_ae_rate INTEGER NOT NULL DEFAULT 0;

ALTER TABLE statement_lines ADD COLUMN pool TEXT;
ALTER TABLE statement_lines ADD COLUMN pool_quarter INTEGER;
ALTER TABLE statement_lines ADD COLUMN pool_basis_minor INTEGER;
ALTER TABLE statement_lines ADD COLUMN pool_actual_minor INTEGER;
ALTER TABLE statement_lines ADD COLUMN pool_attainment_bp INTEGER;
ALTER TABLE statement_lines ADD COLUMN pool_multiplier_bp INTEGER;
ALTER TABLE statement_lines ADD COLUMN pool_target_to_date_minor INTEGER;
ALTER TABLE statement_lines ADD COLUMN pool_paid_before_minor INTEGER;
ALTER TABLE statement_lines ADD COLUMN pool_no_basis INTEGER;
ALTER TABLE statement_lines ADD COLUMN role_weight_bp INTEGER;
ALTER TABLE statement_lines ADD COLUMN booked_earning_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statement_lines ADD COLUMN booked_currency TEXT NOT NULL DEFAULT '';
ALTER TABLE statement_lines ADD COLUMN other_plan TEXT NOT NULL DEFAULT '';
ALTER TABLE statement_lines ADD COLUMN correction_id TEXT;
