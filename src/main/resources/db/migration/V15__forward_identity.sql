-- Whether a provider is told, in a signed token, in whose name a call is made.
alter table providers add column forward_identity boolean not null default false;

-- Keys that sign those tokens. The one of the latest revision signs; all are published, so that a
-- token of an older one can still be verified.
create table signing_keys (
  kid text primary key,
  -- a private JWK, AES-256-GCM
  sealed bytea not null,
  -- the same without what is private
  public_key text not null,
  created_at timestamptz not null default now(),
  revision bigint not null
);

create index sessions_expiry on sessions (expires_at) where ended_at is null;
