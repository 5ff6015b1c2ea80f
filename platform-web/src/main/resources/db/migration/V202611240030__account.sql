-- Names of users and organizations share one space, whatever their case. A deleted owner's row stays, without an owner,
-- so that nobody else can take the name and be taken for them.
create table namespace (
    name_key   text primary key,
    name       text not null,
    created_at timestamptz not null default now()
);

create table user_account (
    id            uuid primary key,
    name_key      text not null unique references namespace (name_key),
    name          text not null,
    full_name     text not null,
    email         text not null,
    password_hash text not null,
    site_admin    boolean not null,
    disabled      boolean not null,
    created_at    timestamptz not null
);

create table organization (
    id                 uuid primary key,
    name_key           text not null unique references namespace (name_key),
    name               text not null,
    full_name          text not null,
    private_by_default boolean not null,
    created_at         timestamptz not null
);

create table membership (
    id              uuid primary key,
    organization_id uuid not null references organization (id) on delete cascade,
    user_id         uuid not null references user_account (id) on delete cascade,
    role            text not null,
    created_at      timestamptz not null,
    unique (organization_id, user_id)
);

create index membership_user on membership (user_id);

-- What was answered at setup, and the setup code while there is no administrator.
create table site_setting (
    name  text primary key,
    value text not null
);

-- Failed sign-ins by name and by address: the wait grows with them, on every node.
create table sign_in_failure (
    subject    text primary key,
    failures   integer not null,
    last_at    timestamptz not null
);

create table access_token (
    id           uuid primary key,
    user_id      uuid not null references user_account (id) on delete cascade,
    name         text not null,
    secret_hash  text not null unique,
    hint         text not null,
    scope        text not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    unique (user_id, name)
);

-- Sessions, in the shape that Spring Session reads and writes.
create table spring_session (
    primary_id            char(36) not null primary key,
    session_id            char(36) not null unique,
    creation_time         bigint not null,
    last_access_time      bigint not null,
    max_inactive_interval integer not null,
    expiry_time           bigint not null,
    principal_name        varchar(100)
);

create index spring_session_expiry on spring_session (expiry_time);
create index spring_session_principal on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36) not null references spring_session (primary_id) on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea not null,
    primary key (session_primary_id, attribute_name)
);
