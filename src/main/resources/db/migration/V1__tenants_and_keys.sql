-- One counter for everything an admin writes. Its row lock serialises writers until they commit, so
-- the order of revisions is the order of commits and "revision > last seen" never misses a row.
create table change_counter (
  singleton boolean primary key default true check (singleton),
  version bigint not null
);
insert into change_counter (version) values (0);

create table organizations (
  id text primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

create table projects (
  id text primary key,
  organization_id text not null references organizations (id),
  name text not null,
  personal boolean not null default false,
  created_at timestamptz not null default now(),
  unique (organization_id, name)
);

create table principals (
  id text primary key,
  organization_id text not null references organizations (id),
  kind text not null check (kind in ('user', 'service')),
  name text not null,
  created_at timestamptz not null default now(),
  unique (organization_id, kind, name)
);

create table virtual_keys (
  id text primary key,
  project_id text not null references projects (id),
  principal_id text not null references principals (id),
  name text not null,
  status text not null default 'active' check (status in ('active', 'disabled', 'revoked')),
  -- of the current secret: HMAC-SHA256 under the pepper. Here and not beside the older ones, because a
  -- start reads all keys, and joining a million of them with their secrets takes a second
  hash bytea not null unique check (length(hash) = 32),
  -- of the current secret, for people to recognise it by
  prefix text not null,
  last_four text not null,
  -- name of a routing policy, empty = the default of its scope
  policy text not null default '',
  -- 0 = no cap
  requests_per_minute integer not null default 0 check (requests_per_minute >= 0),
  expires_at timestamptz,
  metadata jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  revision bigint not null
);
create unique index virtual_keys_name on virtual_keys (project_id, name) where status <> 'revoked';
create index virtual_keys_revision on virtual_keys (revision);
create index virtual_keys_principal on virtual_keys (principal_id);

-- Every secret that a key had before its current one. A change to one counts as a change of its key:
-- it gets a new revision.
create table old_secrets (
  hash bytea primary key check (length(hash) = 32),
  key_id text not null references virtual_keys (id) on delete cascade,
  -- the end of the grace after a rotation
  valid_until timestamptz not null
);
create index old_secrets_key on old_secrets (key_id);

create table admin_tokens (
  id text primary key,
  name text not null unique,
  hash bytea not null unique check (length(hash) = 32),
  created_at timestamptz not null default now(),
  revision bigint not null
);

-- What a create with an Idempotency-Key was answered; sealed, because secrets are part of it.
create table idempotent_answers (
  path text not null,
  key text not null,
  request_hash bytea not null,
  status integer not null default 0,
  answer bytea,
  created_at timestamptz not null,
  primary key (path, key)
);
create index idempotent_answers_age on idempotent_answers (created_at);

-- Which pepper the hashes above were made under: another one would silently make every key unknown.
create table pepper_check (
  singleton boolean primary key default true check (singleton),
  hash bytea not null check (length(hash) = 32)
);
