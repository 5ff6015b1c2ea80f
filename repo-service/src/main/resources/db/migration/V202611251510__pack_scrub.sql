-- checked_at: when a pack's files were last read and found right. damaged_at: since when they are known not to be.
alter table git_pack add column checked_at timestamptz, add column damaged_at timestamptz;

-- The scrub takes those first that were not read for longest.
create index git_pack_checked on git_pack (checked_at nulls first, pack)
    where replaced_at is null and damaged_at is null;
create index git_pack_damaged on git_pack (pack) where replaced_at is null and damaged_at is not null;
