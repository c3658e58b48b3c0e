-- Roles of an organization's own; the built-in ones are code. Permissions are a JSON list of
-- "resource:action"; a list that is not entirely understood grants nothing.
create table roles (
  id text primary key,
  organization_id text not null references organizations (id),
  name text not null,
  permissions json not null,
  revision bigint not null,
  unique (organization_id, name)
);

create table role_bindings (
  id text primary key,
  organization_id text not null references organizations (id),
  -- a user, or everybody in a team
  subject_kind text not null check (subject_kind in ('user', 'team')),
  subject_id text not null,
  -- name of a built-in role or of one above
  role text not null,
  place_kind text not null check (place_kind in ('organization', 'team', 'project')),
  place_id text not null,
  created_at timestamptz not null default now(),
  revision bigint not null,
  unique (organization_id, subject_kind, subject_id, role, place_kind, place_id)
);
-- Whether somebody ever was admin of it: then nobody who signs in is made one any more.
alter table organizations add column had_admin boolean not null default false;

create index role_bindings_subject on role_bindings (subject_id);

-- Keys of programs for the admin port, beside the admin token; with permissions of their own at the
-- whole organization.
create table api_keys (
  id text primary key,
  organization_id text not null references organizations (id),
  name text not null,
  hash bytea not null unique check (length(hash) = 32),
  prefix text not null,
  permissions json not null,
  created_by text not null,
  -- user with whom it ends, empty for none
  created_by_id text not null default '',
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  revision bigint not null
);
create index api_keys_created_by on api_keys (created_by_id) where revoked_at is null;
create unique index api_keys_name on api_keys (organization_id, name) where revoked_at is null;
