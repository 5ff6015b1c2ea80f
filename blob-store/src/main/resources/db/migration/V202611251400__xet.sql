-- Content may come as terms over xorbs that clients packed, with a SHA-256 that is at first only declared.

-- A declared SHA-256 is nobody's truth: others may declare the same for other bytes. Its file hash says which bytes.
alter table content drop constraint content_sha256_key;
create unique index content_identity on content (sha256, file_hash);
alter table content
    add column proof     text        not null default 'proven' check (proof in ('declared', 'proven', 'refuted')),
    add column needed_at timestamptz not null default now();
alter table content alter column proof drop default;
create index content_declared on content (id) where proof = 'declared';

-- needed_at: when it was last sent, shown to somebody, or let go of. The sweep's grace counts from there.
-- checked_at: when its object was last read and found right. damaged_at: since when it is in quarantine.
alter table xorb
    add column needed_at  timestamptz not null default now(),
    add column checked_at timestamptz,
    add column damaged_at timestamptz;
create index xorb_damaged on xorb (id) where damaged_at is not null;

-- Who may name a xorb in a shard although no content they can read uses it: they sent its bytes, or were told of it.
create table xorb_holder (
    xorb_id bigint      not null references xorb on delete cascade,
    holder  uuid        not null,
    seen_at timestamptz not null default now(),
    primary key (xorb_id, holder)
);
create index xorb_holder_seen on xorb_holder (seen_at);

-- Names this store in URLs that clients keep caches by. One that is wiped or restored must get another.
create table store_epoch (
    only_one boolean primary key default true check (only_one),
    epoch    text not null check (epoch ~ '^[0-9a-z]{8}$')
);
insert into store_epoch (epoch) values (substr(md5(random()::text || clock_timestamp()::text), 1, 8));
