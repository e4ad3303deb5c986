-- What lines of SPIFFs say beside the rest (C-20).
ALTER TABLE statement_lines ADD COLUMN spiff TEXT NOT NULL DEFAULT '';
