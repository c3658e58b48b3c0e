-- Who holds how much of which limit. The sum of what is granted or spent never exceeds a cap.

-- One gateway process, from its start to its end.
create table replicas (
  id text primary key,
  -- of the journal folder it writes to: the next process there speaks for this one
  journal text not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- its journal is in the database and its leases are given back
  closed_at timestamptz
);
create index replicas_journal on replicas (journal) where closed_at is null;

-- One window of a limit, of one member where each has one of its own.
create table quotas (
  id bigint generated always as identity primary key,
  limit_id text not null,
  member text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  -- raised when a replica finds too little free: those who hold something look at what they need
  recall bigint not null default 0,
  unique (limit_id, member, starts_at)
);

-- What a replica may take without asking.
create table leases (
  id bigint generated always as identity primary key,
  quota_id bigint not null references quotas (id) on delete cascade,
  replica_id text not null references replicas (id),
  granted bigint not null default 0,
  -- what the replica says it has settled; the exact figure is in lease_charges once its journal is drained
  settled bigint not null default 0,
  -- the latest recall that the replica has answered
  recalled bigint not null default 0,
  unique (quota_id, replica_id)
);
create index leases_replica on leases (replica_id);

-- What usage records say was taken from a lease. A table of its own, so that the drain that stores
-- records and the exchange that hands out leases never wait for each other.
create table lease_charges (
  lease_id bigint primary key references leases (id) on delete cascade,
  spent bigint not null default 0
);

-- A threshold that was passed: once per quota.
create table limit_crossings (
  quota_id bigint not null references quotas (id) on delete cascade,
  threshold integer not null,
  crossed_at timestamptz not null default now(),
  spent bigint not null,
  cap bigint not null,
  primary key (quota_id, threshold)
);
