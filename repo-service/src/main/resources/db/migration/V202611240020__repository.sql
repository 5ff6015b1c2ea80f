-- Repositories, and what git needs to know of each: refs, packs, reflog. The packs' bytes are in the object store.

create table repository (
    key uuid primary key,
    type text not null check (type in ('model', 'dataset', 'space', 'code')),
    namespace text not null,
    name text not null,
    private boolean not null,
    default_branch text not null,
    -- Raised by the first statement of every transaction that moves refs: the lock of the repository.
    version bigint not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create unique index repository_id on repository (type, lower(namespace), lower(name));
create index repository_namespace on repository (lower(namespace));
create index repository_updated on repository (updated_at desc);
create index repository_created on repository (created_at desc);

create table git_ref (
    repository uuid not null references repository on delete cascade,
    name text collate "C" not null,
    target text not null check (target ~ '^[0-9a-f]{40}$'),
    -- What an annotated tag points at in the end; null for every other ref.
    peeled text check (peeled ~ '^[0-9a-f]{40}$'),
    primary key (repository, name)
);

-- A pack exists once it has a row. Rows are never changed but for replaced_at; git's housekeeping sets that.
create table git_pack (
    repository uuid not null references repository on delete cascade,
    pack uuid not null,
    source text not null,
    created_at timestamptz not null,
    objects bigint not null,
    deltas bigint not null,
    index_version int not null,
    -- One element per stored file of the pack: pack, idx, bitmap, graph ...
    extensions text[] not null,
    sizes bigint[] not null,
    block_sizes int[] not null,
    replaced_at timestamptz,
    primary key (repository, pack)
);

create table git_reflog (
    id bigint generated always as identity primary key,
    repository uuid not null references repository on delete cascade,
    ref text collate "C" not null,
    old_target text not null,
    new_target text not null,
    actor_name text not null,
    actor_email text not null,
    message text not null,
    at timestamptz not null default now()
);

create index git_reflog_ref on git_reflog (repository, ref, id desc);

-- What happened to a repository, in order; written in the transaction that made it happen. Outlives the repository.
create table repository_event (
    id bigint generated always as identity primary key,
    repository uuid not null,
    kind text not null,
    actor text not null,
    payload jsonb not null,
    at timestamptz not null default now()
);

create index repository_event_repository on repository_event (repository, id);
