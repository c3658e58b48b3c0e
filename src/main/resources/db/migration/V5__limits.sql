-- Caps on what a scope may use; see dev.serai.limits.Limit. Words are those of files and the API.
create table limits (
  id text primary key,
  organization_id text not null references organizations (id),
  scope text not null,
  -- id of what the scope is about; not a foreign key, since scopes are many kinds of things
  target text not null,
  target_name text not null,
  measure text not null,
  window_kind text not null,
  -- of a rolling window, else 0
  window_seconds bigint not null default 0,
  time_zone text not null default 'UTC',
  anchor date,
  -- nano-dollars, requests or tokens
  cap bigint not null check (cap >= 0),
  -- empty = any, likewise models
  provider text not null default '',
  models text[] not null default '{}',
  on_breach text not null default 'block',
  estimate text not null default 'balanced',
  unknown_price text not null default 'refuse',
  when_blind text not null default 'refuse',
  -- per cent
  thresholds integer[] not null default '{80,95}',
  contact text not null default '',
  paused boolean not null default false,
  -- nothing before counts; a reset moves it, and never what was recorded
  since timestamptz not null,
  -- null = in force; kept, because records and requests name it
  deleted_at timestamptz,
  managed_by manager not null default 'api',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  revision bigint not null
);
create index limits_revision on limits (revision);
create index limits_target on limits (scope, target) where deleted_at is null;

-- What users ask for, and what became of it.
create table limit_requests (
  id text primary key,
  limit_id text not null references limits (id),
  principal_id text not null,
  key_id text not null,
  -- the cap asked for, in the limit's unit
  cap bigint not null check (cap >= 0),
  reason text not null,
  status text not null default 'open' check (status in ('open', 'approved', 'denied')),
  -- what was approved
  approved_cap bigint,
  note text not null default '',
  created_at timestamptz not null,
  decided_at timestamptz
);
-- a second one of the same key takes the place of the first
create unique index limit_requests_open on limit_requests (limit_id, key_id) where status = 'open';
create index limit_requests_limit on limit_requests (limit_id, id desc);
create index limit_requests_key on limit_requests (key_id, id desc);
