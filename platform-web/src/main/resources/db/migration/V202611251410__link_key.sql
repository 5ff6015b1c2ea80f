-- The key signs not only links to LFS objects any more, but all that this hub hands out and wants to know again.
alter table lfs_link_key rename to link_key;
