-- The sweep asks by pack alone which of the stored files are named.
create unique index git_pack_pack on git_pack (pack);
