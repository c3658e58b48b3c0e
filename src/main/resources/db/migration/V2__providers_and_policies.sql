-- managed_by says who may change a row: 'file' is what the last applied serai.yaml says and goes when
-- it no longer does, 'environment' are the defaults of a gateway without a file, 'api' is left alone.
create domain manager as text check (value in ('api', 'file', 'environment'));

alter table organizations add column managed_by manager not null default 'api';
alter table projects add column managed_by manager not null default 'api';
alter table virtual_keys add column managed_by manager not null default 'api';

create table providers (
  name text primary key,
  type text not null,
  -- empty = the type's, likewise models
  base_url text not null default '',
  models text[] not null default '{}',
  connect_millis bigint not null check (connect_millis > 0),
  first_byte_millis bigint not null check (first_byte_millis > 0),
  first_byte_streamed_millis bigint not null check (first_byte_streamed_millis > 0),
  idle_millis bigint not null check (idle_millis > 0),
  -- the order of providers where no policy gives one
  position integer not null,
  managed_by manager not null,
  revision bigint not null
);

create table credentials (
  id text primary key,
  provider text not null references providers (name) on delete cascade,
  name text not null,
  -- AES-256-GCM; never leaves the gateway but as a header towards the provider
  sealed bytea not null,
  -- empty = every model
  models text[] not null default '{}',
  -- the order they are tried in
  position integer not null,
  managed_by manager not null,
  revision bigint not null,
  unique (provider, name)
);

create table routing_policies (
  name text primary key,
  preferred boolean not null default false,
  providers text[] not null,
  -- name to list of names; json and not jsonb, because the order is kept
  aliases json not null default '{}',
  allow_models text[] not null default '{}',
  deny_models text[] not null default '{}',
  managed_by manager not null,
  revision bigint not null
);
create unique index routing_policies_preferred on routing_policies (preferred) where preferred;

-- Prices of one's own, in USD per million tokens by bucket; they win over the catalogue.
create table price_rows (
  family text not null,
  match text not null,
  usd_per_mtok jsonb not null,
  position integer not null,
  managed_by manager not null,
  revision bigint not null,
  primary key (family, match)
);
