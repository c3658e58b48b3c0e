-- Switches that an organization has set otherwise than they are by default.
create table feature_flags (
  organization_id text not null references organizations (id),
  name text not null,
  enabled boolean not null,
  primary key (organization_id, name)
);

-- When a credential was given the secret that it has; sealing it anew does not count.
alter table credentials add column given_at timestamptz not null default now();
