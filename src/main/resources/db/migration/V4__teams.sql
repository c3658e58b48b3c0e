-- A team stands between organization and project. A project without one belongs to the organization
-- alone.
create table teams (
  id text primary key,
  organization_id text not null references organizations (id),
  name text not null,
  managed_by manager not null default 'api',
  created_at timestamptz not null default now(),
  unique (organization_id, name)
);

alter table projects add column team_id text references teams (id);
create index projects_team on projects (team_id);
