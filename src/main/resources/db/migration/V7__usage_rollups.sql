-- The team of a call, and sums over calls: every question but that for single records is answered from
-- them. They are written in the transaction that stores the records, so each record is in them once.
alter table usage_records add column team_id text not null default '';

-- By the UTC hour of the start; a partition is a month.
create table usage_hours (
  hour timestamptz not null,
  organization_id text not null,
  team_id text not null,
  project_id text not null,
  principal_id text not null,
  key_id text not null,
  session_id text not null,
  -- what a provider was asked for; what the client asked for where it came to none
  model text not null,
  provider text not null,
  client_tool text not null,
  requests bigint not null,
  refused bigint not null,
  failed bigint not null,
  abandoned bigint not null,
  input_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_write_tokens bigint not null,
  -- without reasoning
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  cost_nanos bigint not null,
  -- calls that used something and have no price
  unpriced bigint not null,
  primary key (hour, organization_id, team_id, project_id, principal_id, key_id, session_id, model,
    provider, client_tool)
) partition by range (hour);

-- By the UTC day of the start; a partition is a year.
create table usage_days (
  day date not null,
  organization_id text not null,
  team_id text not null,
  project_id text not null,
  principal_id text not null,
  key_id text not null,
  session_id text not null,
  -- what a provider was asked for; what the client asked for where it came to none
  model text not null,
  provider text not null,
  client_tool text not null,
  requests bigint not null,
  refused bigint not null,
  failed bigint not null,
  abandoned bigint not null,
  input_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_write_tokens bigint not null,
  -- without reasoning
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  cost_nanos bigint not null,
  -- calls that used something and have no price
  unpriced bigint not null,
  primary key (day, organization_id, team_id, project_id, principal_id, key_id, session_id, model,
    provider, client_tool)
) partition by range (day);

-- Makes a partition when it is missing. After the lock is had the catalogue itself is asked:
-- to_regclass remembers that there was none, though another replica has made it meanwhile.
create function usage_partition_within(parent text, partition text, low text, high text, options text)
returns void language plpgsql as $$
begin
  if to_regclass(partition) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('usage_partition', 0));
  if exists (select from pg_class where relname = partition and pg_table_is_visible(oid)) then
    return;
  end if;
  execute format('create table %I (like %I including all) %s', partition, parent, options);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                 parent, partition, low, high);
end
$$;

create or replace function usage_partition(day date) returns void language plpgsql as $$
begin
  perform usage_partition_within('usage_records', 'usage_records_' || to_char(day, 'YYYYMMDD'),
    day::text, (day + 1)::text, '');
end
$$;

-- The rows of sums are written over and over while their hour or day lasts: room on each page keeps
-- the indexes out of it.
create function usage_rollup_partitions(day date) returns void language plpgsql as $$
declare
  month date := date_trunc('month', day::timestamp)::date;
  year date := date_trunc('year', day::timestamp)::date;
begin
  perform usage_partition_within('usage_hours', 'usage_hours_' || to_char(day, 'YYYYMM'),
    month || ' 00:00:00+00', (month + interval '1 month')::date || ' 00:00:00+00',
    'with (fillfactor = 70)');
  perform usage_partition_within('usage_days', 'usage_days_' || to_char(day, 'YYYY'),
    year::text, (year + interval '1 year')::date::text, 'with (fillfactor = 70)');
end
$$;

-- What was recorded before there were sums.
select usage_rollup_partitions(started_day)
from (select distinct started_day from usage_records) as recorded order by started_day;

insert into usage_hours
select date_trunc('hour', started_at, 'UTC'), organization_id, team_id, project_id, principal_id, key_id,
  session_id, coalesce(nullif(model, ''), requested_model), provider, client_tool,
  count(*),
  count(*) filter (where outcome = 'refused'),
  count(*) filter (where outcome = 'failed'),
  count(*) filter (where outcome = 'abandoned'),
  sum(input_tokens + input_audio_tokens),
  sum(cache_read_tokens + cache_read_audio_tokens),
  sum(cache_write_5m_tokens + cache_write_1h_tokens),
  sum(output_tokens + output_audio_tokens),
  sum(reasoning_tokens),
  sum(cost_nanos),
  count(*) filter (where price_version = '' and (input_tokens > 0 or input_audio_tokens > 0
    or cache_read_tokens > 0 or cache_read_audio_tokens > 0 or cache_write_5m_tokens > 0
    or cache_write_1h_tokens > 0 or output_tokens > 0 or reasoning_tokens > 0
    or output_audio_tokens > 0 or web_searches > 0))
from usage_records
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

insert into usage_days
select (hour at time zone 'UTC')::date, organization_id, team_id, project_id, principal_id, key_id,
  session_id, model, provider, client_tool,
  sum(requests), sum(refused), sum(failed), sum(abandoned), sum(input_tokens), sum(cache_read_tokens),
  sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost_nanos), sum(unpriced)
from usage_hours
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
