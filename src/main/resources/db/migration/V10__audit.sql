-- What happened, in the order it happened, one chain per organization: each row's hash covers the row
-- and the hash before it. Rows are added and read, never changed.
create table audit_log (
  organization_id text not null references organizations (id),
  number bigint not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  surface text not null,
  address text not null,
  action text not null,
  resource text not null,
  resource_id text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  -- json and not jsonb: the hash is over the letters
  before json,
  after json,
  details json not null,
  hash bytea not null check (length(hash) = 32),
  primary key (organization_id, number)
);
create index audit_log_resource on audit_log (organization_id, resource, resource_id, number desc);
create index audit_log_actor on audit_log (organization_id, actor_id, number desc);
create index audit_log_at on audit_log (organization_id, at);
create index audit_log_action on audit_log (organization_id, action, number desc);

create function audit_log_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'audit_log is append-only';
end
$$;
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function audit_log_is_append_only();

-- The last row of each chain; its lock makes appends queue.
create table audit_heads (
  organization_id text primary key references organizations (id),
  number bigint not null,
  hash bytea not null check (length(hash) = 32)
);
