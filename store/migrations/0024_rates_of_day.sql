-- All rates of a day into a currency (H-6).
CREATE INDEX exchange_rates_of_day ON exchange_rates (tenant, to_currency, date);

-- As in 0005.
-- [sqlite]
INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES ('exchange_rates', 'exchange_rates_of_day', '100000 100000 20000 10 1 1 1');

ANALYZE sqlite_schema;
