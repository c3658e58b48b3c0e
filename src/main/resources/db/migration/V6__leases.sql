-- Who holds how much of which limit. The sum of what is granted or spent never exceeds a cap.

-- One gateway process, from its start to its end.
create table replicas (
  id text primary key,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- what it had reserved when it was killed has been charged
  recovered_at timestamptz,
  -- its journal is in the database and its leases are given back
  closed_at timestamptz
);

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

-- One exchange about one quota: books what was used, takes back what is not needed, hands out what is
-- asked as far as the cap allows. All replicas queue here per limit and member; callers go through
-- their quotas in the order of (limit_id, member, starts_at), so that no two wait for each other.
--   since     quotas that start then or later share the cap
--   cover     used beyond what was granted: granted first, as far as there is
--   need      asked by calls that wait; want: what would be handy, granted if nobody else misses it
--   known     the caller knows this lease: settled_ is all it settled from it, else what comes on top
--   answering the caller has looked what it can return, because somebody asked
--   fresh     the caller asks anew, so others are to look again
create function exchange_lease(
  replica text, limit_id_ text, member_ text, starts timestamptz, ends timestamptz,
  since timestamptz, cap bigint, enforced boolean, thresholds integer[],
  unbooked bigint, settled_ bigint, known boolean, returned bigint, cover bigint, need bigint, want bigint,
  answering boolean, fresh boolean,
  out lease bigint, out had bigint, out had_settled bigint, out given bigint, out free bigint,
  out spent_elsewhere bigint, out held_elsewhere bigint, out pending boolean,
  out frees_at timestamptz, out crossed integer[])
language plpgsql as $$
declare
  quota bigint;
  held bigint;
  total bigint;
  others bigint;
  beyond bigint;
  live integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(limit_id_ || '/' || member_, 1));
  insert into quotas (limit_id, member, starts_at, ends_at) values (limit_id_, member_, starts, ends)
    on conflict (limit_id, member, starts_at) do nothing;
  select q.id into quota from quotas q
    where q.limit_id = limit_id_ and q.member = member_ and q.starts_at = starts;
  insert into leases (quota_id, replica_id) values (quota, replica)
    on conflict (quota_id, replica_id) do nothing;
  select l.id, l.granted, l.settled into lease, had, had_settled
    from leases l where l.quota_id = quota and l.replica_id = replica;
  if unbooked > 0 then
    insert into lease_charges as c (lease_id, spent) values (lease, unbooked)
      on conflict (lease_id) do update set spent = c.spent + excluded.spent;
  end if;
  update leases l set granted = l.granted - returned, settled = case when known then settled_ else l.settled + settled_ end,
      recalled = case when answering then (select q.recall from quotas q where q.id = quota)
        else l.recalled end
    where l.id = lease;

  select coalesce(sum(greatest(l.granted, l.settled, coalesce(c.spent, 0))), 0),
      coalesce(sum(greatest(l.settled, coalesce(c.spent, 0))), 0),
      coalesce(sum(greatest(l.settled, coalesce(c.spent, 0))) filter (where l.id <> lease), 0),
      coalesce(sum(greatest(l.granted, l.settled, coalesce(c.spent, 0))
        - greatest(l.settled, coalesce(c.spent, 0))) filter (where l.id <> lease), 0),
      min(q.starts_at) filter (where greatest(l.settled, coalesce(c.spent, 0)) > 0)
    into held, total, spent_elsewhere, held_elsewhere, frees_at
    from quotas q join leases l on l.quota_id = q.id left join lease_charges c on c.lease_id = l.id
    where q.limit_id = limit_id_ and q.member = member_ and q.starts_at >= since;

  free := greatest(0, cap - held);
  given := 0;
  pending := false;
  if enforced then
    -- what is spent beyond the grant is in held already
    select greatest(0, greatest(l.settled, coalesce(c.spent, 0)) - l.granted) into beyond
      from leases l left join lease_charges c on c.lease_id = l.id where l.id = lease;
    others := least(free, greatest(0, cover - beyond));
    free := free - others;
    given := beyond + others;
    if need + want > 0 and free > 0 then
      select count(*) into live from replicas r
        where r.closed_at is null and r.seen_at > now() - interval '3 seconds';
      others := least(free, greatest(need,
        least(need + want, case when live <= 1 then free / 2 else free / (2 * live) end)));
      given := given + others;
      free := free - others;
    end if;
    update leases l set granted = l.granted + given where l.id = lease and given > 0;
    if need > 0 and given - least(given, greatest(cover, beyond)) < need then
      if fresh then
        update quotas q set recall = q.recall + 1
          where q.limit_id = limit_id_ and q.member = member_ and q.starts_at >= since
            and exists (select 1 from leases l join replicas r on r.id = l.replica_id
              left join lease_charges c on c.lease_id = l.id
              where l.quota_id = q.id and l.replica_id <> replica
                and r.closed_at is null and r.seen_at > now() - interval '3 seconds'
                and l.granted > greatest(l.settled, coalesce(c.spent, 0)));
        if found then
          perform pg_notify('serai_leases', 'recall' || chr(9) || limit_id_ || chr(9) || member_);
        end if;
      end if;
      pending := exists (select 1 from quotas q join leases l on l.quota_id = q.id
        join replicas r on r.id = l.replica_id left join lease_charges c on c.lease_id = l.id
        where q.limit_id = limit_id_ and q.member = member_ and q.starts_at >= since
          and l.replica_id <> replica and l.recalled < q.recall
          and r.closed_at is null and r.seen_at > now() - interval '3 seconds'
          and l.granted > greatest(l.settled, coalesce(c.spent, 0)));
    end if;
  end if;
  if answering then
    perform pg_notify('serai_leases', case when returned > 0 then 'returned' else 'answered' end
      || chr(9) || limit_id_ || chr(9) || member_);
  end if;

  with new as (
    insert into limit_crossings (quota_id, threshold, spent, cap)
      select quota, t, total, exchange_lease.cap from unnest(thresholds) t
      where exchange_lease.cap > 0 and total::numeric * 100 >= exchange_lease.cap::numeric * t
    on conflict do nothing returning threshold)
  select coalesce(array_agg(threshold order by threshold), '{}') into crossed from new;
end
$$;
