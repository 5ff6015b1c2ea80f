-- Xorbs can be healed, and are re-read one after the other.

-- edition: how many damaged objects of this xorb were replaced before the one it has. Part of the object's key, as an
-- object never changes.
alter table xorb add column edition integer not null default 0 check (edition >= 0);

-- The scrub takes those first that were not read for longest.
create index xorb_checked on xorb (checked_at nulls first, id) where damaged_at is null;
