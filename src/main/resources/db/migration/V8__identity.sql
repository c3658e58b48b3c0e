-- A user is who Keycloak says: its subject. A principal of kind 'user' without one was named in
-- serai.yaml or by an admin and is taken over by the first sign-in under that name.
alter table principals
  add column subject text unique,
  add column email text not null default '',
  -- 'left' = disabled or deleted in Keycloak: everything that worked for them is ended, for good
  add column status text not null default 'active' check (status in ('active', 'left')),
  -- tokens issued before this moment open nothing any more
  add column not_before timestamptz,
  -- realm roles, as Keycloak last told
  add column realm_roles text[] not null default '{}',
  -- when the newest token that was looked at was issued: older ones say nothing any more
  add column seen_at timestamptz,
  -- of the last change to who they are and which teams they are in
  add column revision bigint not null default 0;
create index principals_revision on principals (revision) where revision > 0;

-- A team that stands for a group of Keycloak has the group's path without the leading slash as its
-- name, and follows it.
alter table teams
  add column keycloak_group text,
  -- name of the routing policy that its keys and sessions inherit, empty = the organization's
  add column default_policy text not null default '',
  add constraint teams_keycloak_group unique (organization_id, keycloak_group);

alter table organizations
  add column default_policy text not null default '';

create table team_members (
  team_id text not null references teams (id) on delete cascade,
  principal_id text not null references principals (id),
  primary key (team_id, principal_id)
);
create index team_members_principal on team_members (principal_id);

-- The personal project of a user; made at the first sign-in.
alter table projects
  add column owner_id text unique references principals (id),
  add constraint projects_owner check (owner_id is null or personal);

-- What a personal key was made for; empty for service keys.
alter table virtual_keys add column device text not null default '';

-- Keycloak's own sessions, by their sid: one sign-in of a user.
create table sign_ins (
  sid text primary key,
  principal_id text not null references principals (id),
  address text not null default '',
  started_at timestamptz not null default now(),
  ended_at timestamptz
);
create index sign_ins_principal on sign_ins (principal_id);

-- A session is one use of a tool: access tokens of its sign-in are accepted on the gateway port
-- while it is open, in the name of its project.
create table sessions (
  id text primary key,
  organization_id text not null references organizations (id),
  project_id text not null references projects (id),
  principal_id text not null references principals (id),
  sid text not null,
  tool text not null,
  device text not null,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- empty = open; else why it ended: a word of dev.serai.identity.SessionEnd
  ended_by text not null default '',
  revision bigint not null,
  check ((ended_at is null) = (ended_by = ''))
);
create index sessions_revision on sessions (revision);
create index sessions_principal on sessions (principal_id) where ended_at is null;
create index sessions_sid on sessions (sid) where ended_at is null;

-- How far Keycloak's events were read, by one replica at a time.
create table keycloak_events (
  realm text primary key,
  read_until timestamptz not null
);
