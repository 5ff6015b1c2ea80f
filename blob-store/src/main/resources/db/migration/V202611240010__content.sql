-- What the object store's xorbs mean: contents, what they are made of, who holds them.

-- A xorb that belongs to at least one accepted content. Its chunks are listed in the footer of the object itself.
create table xorb (
    id           bigint generated always as identity primary key,
    hash         bytea       not null unique check (octet_length(hash) = 32),
    chunks       integer     not null check (chunks between 1 and 8192),
    raw_bytes    integer     not null check (raw_bytes > 0),
    stored_bytes bigint      not null check (stored_bytes > 0),
    stored_at    timestamptz not null default now()
);

create table content (
    id         bigint generated always as identity primary key,
    sha256     bytea       not null unique check (octet_length(sha256) = 32),
    file_hash  bytea       not null check (octet_length(file_hash) = 32),
    size       bigint      not null check (size >= 0),
    created_at timestamptz not null default now()
);
create index content_file_hash on content (file_hash);

-- Chunks [chunk_start, chunk_end) of a xorb are bytes [file_offset, file_offset + raw_bytes) of a content.
create table content_term (
    content_id  bigint  not null references content on delete cascade,
    file_offset bigint  not null check (file_offset >= 0),
    xorb_id     bigint  not null references xorb,
    chunk_start integer not null check (chunk_start >= 0),
    chunk_end   integer not null check (chunk_end > chunk_start),
    raw_bytes   integer not null check (raw_bytes > 0),
    primary key (content_id, file_offset)
);
create index content_term_xorb on content_term (xorb_id, content_id);

-- Where chunks lie that all intakes look for: one in 1024, and each content's first.
create table chunk_index (
    chunk_hash bytea  not null check (octet_length(chunk_hash) = 32),
    xorb_id    bigint not null references xorb on delete cascade,
    primary key (chunk_hash, xorb_id)
);
create index chunk_index_xorb on chunk_index (xorb_id);

-- The right to a content: its bytes were sent to this repository, or linked from another by somebody who could read it.
create table content_link (
    repository uuid        not null,
    content_id bigint      not null references content,
    namespace  text        not null check (namespace = lower(namespace)),
    linked_at  timestamptz not null default now(),
    primary key (repository, content_id)
);
create index content_link_content on content_link (content_id);
create index content_link_recent on content_link (repository, linked_at desc);
create index content_link_namespace on content_link (namespace, linked_at desc);
