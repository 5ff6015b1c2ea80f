-- What links to LFS objects are signed with. One row, made by whichever node needs it first, so that every node
-- recognises every node's links.
create table lfs_link_key (
    only_row boolean primary key default true check (only_row),
    secret   bytea not null
);
