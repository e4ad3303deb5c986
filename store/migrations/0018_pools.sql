-- Whom an activity was with, which multi-thread coverage counts (C-9): the contact's id in its
-- source, or their name; empty where nobody said.
ALTER TABLE activities ADD COLUMN contact TEXT NOT NULL DEFAULT '';
