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
  -- when no other quota shares its cap any more: at its end, of a rolling window's slice later
  counts_until timestamptz,
  -- raised when a replica finds too little free: those who hold something look at what they need
  recall bigint not null default 0,
  unique (limit_id, member, starts_at)
);
create index quotas_counts_until on quotas (counts_until);

-- What a replica may take without asking.
create table leases (
  id bigint generated always as identity primary key,
  quota_id bigint not null references quotas (id) on delete cascade,
  replica_id text not null references replicas (id),
  granted bigint not null default 0,
  -- what the replica says it has settled; what its records say is in lease_charges
  settled bigint not null default 0,
  -- the latest recall that the replica has answered
  recalled bigint not null default 0,
  -- number of its latest exchange: one that was overtaken is void
  exchange bigint not null default 0,
  -- a replica that forgot the quota and met it again counts from zero: which time this is, and
  -- what was settled before
  incarnation bigint not null default 0,
  carried bigint not null default 0,
  unique (quota_id, replica_id)
);
create index leases_replica on leases (replica_id);

-- What usage records say was taken from a lease. A table of its own, so that the drain that stores
-- records and the exchange that hands out leases never wait for each other.
create table lease_charges (
  lease_id bigint primary key references leases (id) on delete cascade,
  spent bigint not null default 0
);

-- What counts of a lease. A replica's word may be ahead of its records, and the other way round.
create view lease_use as
  select l.id, l.quota_id, l.replica_id, greatest(l.settled, coalesce(c.spent, 0)) as spent,
    greatest(l.granted, l.settled, coalesce(c.spent, 0)) as held
  from leases l left join lease_charges c on c.lease_id = l.id;

-- A threshold that was passed: once per quota.
create table limit_crossings (
  quota_id bigint not null references quotas (id) on delete cascade,
  threshold integer not null,
  crossed_at timestamptz not null default now(),
  spent bigint not null,
  cap bigint not null,
  primary key (quota_id, threshold)
);

create function from_millis(millis bigint) returns timestamptz language sql immutable
  return timestamptz 'epoch' + millis * interval '1 millisecond';

create function to_millis(at timestamptz) returns bigint language sql immutable
  return round(extract(epoch from at) * 1000)::bigint;

-- Whether a replica can be expected to answer.
create function is_live(replica replicas) returns boolean language sql stable
  return replica.closed_at is null and replica.seen_at > now() - interval '3 seconds';

-- All exchanges about one cap go one after the other; who makes several does so in this order.
create function cap_lock(limit_id text, member text) returns bigint language sql immutable
  return hashtextextended(limit_id || '/' || member, 0);

-- One exchange of a replica about one quota: it says what it has, and gets what it may have. What it
-- says is absolute, so an exchange whose answer was lost does no harm.
--   p_start … p_thresholds  the quota and its terms, see dev.serai.leases.QuotaTerms
--   p_granted, p_settled    what the replica has now, without what an earlier incarnation settled
--   p_need                  what it needs, for calls that wait or because it used more than it had
--   p_want                  what would be handy, at least p_need
--   p_answered              the latest recall after which it has given back what it could
--   p_waits                 the recall of its own that it waits for, 0 = it asks anew, -1 = no call waits
-- Replicas tell each other, on channel serai_leases: "recall <replica> <shared> <number>" asks those
-- that share the cap what they can give back, "answer <replica> <shared> <amount>" says that one has
-- looked. No lease comes back when a later exchange has overtaken this one.
create function lease_exchange(
  p_replica text, p_exchange bigint, p_live bigint, p_limit text, p_member text, p_start bigint,
  p_since bigint, p_end bigint, p_cap bigint, p_enforced boolean, p_thresholds integer[],
  p_incarnation bigint, p_granted bigint, p_settled bigint, p_need bigint, p_want bigint,
  p_answered bigint, p_waits bigint,
  out quota bigint, out lease bigint, out earlier bigint, out given bigint, out free bigint,
  out missing bigint, out spent_elsewhere bigint, out held_elsewhere bigint, out oldest bigint,
  out shared bigint, out recalls bigint, out waits bigint, out pending boolean,
  out crossed integer[])
language plpgsql as $$
declare
  v_since timestamptz := from_millis(p_since);
  v_recall bigint;
  v_own leases;
  v_had bigint;
  v_spent bigint;
  v_cover bigint;
  v_need bigint;
  v_total numeric;
  v_quotas bigint[];
begin
  shared := cap_lock(p_limit, p_member);
  perform pg_advisory_xact_lock(shared);

  select q.id, q.recall into quota, v_recall from quotas q
    where q.limit_id = p_limit and q.member = p_member and q.starts_at = from_millis(p_start);
  if not found then
    insert into quotas as q (limit_id, member, starts_at, ends_at, counts_until)
      values (p_limit, p_member, from_millis(p_start), from_millis(p_end),
        from_millis(p_end) + (from_millis(p_start) - v_since))
      returning q.id, q.recall into quota, v_recall;
  end if;
  select l.* into v_own from leases l where l.quota_id = quota and l.replica_id = p_replica;
  if not found then
    insert into leases as l (quota_id, replica_id, incarnation)
      values (quota, p_replica, p_incarnation) returning l.* into v_own;
  end if;
  if v_own.exchange >= p_exchange then return; end if;
  lease := v_own.id;
  if v_own.incarnation <> p_incarnation then v_own.carried := v_own.settled; end if;
  earlier := v_own.carried;
  v_had := v_own.granted;
  v_own.granted := earlier + p_granted;
  v_own.settled := greatest(v_own.settled, earlier + p_settled);
  select greatest(v_own.settled, u.spent) into v_spent from lease_use u where u.id = lease;

  select coalesce(sum(u.spent), 0), coalesce(sum(u.held - u.spent), 0),
      to_millis(min(q.starts_at) filter (where u.spent > 0))
    into spent_elsewhere, held_elsewhere, oldest
    from quotas q join lease_use u on u.quota_id = q.id
    where q.limit_id = p_limit and q.member = p_member and q.starts_at >= v_since
      and u.id <> lease;
  v_total := spent_elsewhere::numeric + v_spent;
  free := greatest(0, p_cap - v_total - held_elsewhere - greatest(0, v_own.granted - v_spent));
  given := 0;
  missing := 0;
  waits := 0;
  pending := false;
  if p_enforced then
    -- what it spent beyond its grant counts anyway, so to grant it now takes nothing from anybody
    v_cover := greatest(0, v_spent - v_own.granted);
    v_need := greatest(0, p_need - v_cover);
    given := least(free, greatest(v_need,
      least(p_want - v_cover, case when p_live > 1 then free / (2 * p_live) else free / 2 end)));
    free := free - given;
    missing := greatest(0, v_need - given);
    given := given + v_cover;
  end if;
  update leases l set granted = v_own.granted + given, settled = v_own.settled,
      recalled = greatest(l.recalled, p_answered), exchange = p_exchange,
      incarnation = p_incarnation, carried = earlier
    where l.id = lease;

  if missing > 0 and p_waits >= 0 then
    v_quotas := array(
      select q.id from quotas q join lease_use u on u.quota_id = q.id
        join leases l on l.id = u.id join replicas r on r.id = u.replica_id
      where q.limit_id = p_limit and q.member = p_member and q.starts_at >= v_since
        and r.id <> p_replica and is_live(r) and u.held > u.spent
        and (p_waits = 0 or l.recalled < p_waits));
    pending := cardinality(v_quotas) > 0;
    if pending and p_waits > 0 then
      waits := p_waits;
    elsif pending then
      select max(q.recall) + 1 into waits from quotas q
        where q.limit_id = p_limit and q.member = p_member and q.starts_at >= v_since;
      update quotas q set recall = waits where q.id = any (v_quotas);
      perform pg_notify('serai_leases', concat_ws(' ', 'recall', p_replica, shared, waits));
    end if;
  end if;
  if p_answered > v_own.recalled then
    perform pg_notify('serai_leases', concat_ws(' ', 'answer', p_replica, shared,
      greatest(0, v_had - v_own.granted)));
  end if;
  recalls := case when v_recall > greatest(v_own.recalled, p_answered) then v_recall else 0 end;

  if v_total > 0 and v_total * 100 >= p_cap::numeric * (select min(t) from unnest(p_thresholds) t)
  then
    with first as (
      insert into limit_crossings (quota_id, threshold, spent, cap)
      select quota, t, v_total, p_cap from unnest(p_thresholds) t
      where v_total * 100 >= p_cap::numeric * t and not exists (
        select 1 from limit_crossings x join quotas q on q.id = x.quota_id
        where q.limit_id = p_limit and q.member = p_member and q.starts_at >= v_since
          and x.threshold = t)
      returning threshold)
    select array_agg(f.threshold order by f.threshold) into crossed from first f;
  end if;
end
$$;

-- What replicas of a journal hold is cut to what they spent, since nobody will use the rest: to be
-- called when all records of theirs are in the database. One that is alive is left alone.
-- Returns how many are alive.
create function close_replicas(p_journal text, p_but text) returns bigint language plpgsql as $$
begin
  with dead as (
    update replicas r set closed_at = now()
    where r.journal = p_journal and r.closed_at is null and r.id <> p_but and not is_live(r)
    returning r.id)
  update leases l set granted = u.spent, settled = u.spent
  from dead d join lease_use u on u.replica_id = d.id
  where l.id = u.id and (l.granted, l.settled) is distinct from (u.spent, u.spent);
  return (select count(*) from replicas r
    where r.journal = p_journal and r.closed_at is null and r.id <> p_but);
end
$$;

-- Forgets quotas that have not counted for a day, at most so many. Returns how many.
create function purge_quotas(p_most integer) returns bigint language sql
begin atomic
  with done as (
    select q.id from quotas q where q.counts_until < now() - interval '1 day'
    order by q.counts_until limit p_most for update skip locked),
  gone as (delete from quotas q using done d where q.id = d.id returning q.id)
  select count(*) from gone;
end;
