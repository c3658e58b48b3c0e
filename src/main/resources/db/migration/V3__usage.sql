-- One row per call, whatever its outcome; see dev.serai.usage.UsageRecord. Partitioned by the UTC day
-- of the start, so that old days are dropped and not deleted, and a call that is drained twice lands
-- in the same partition and is refused by the primary key. Ids are not foreign keys: a record
-- outlives what it names, and is written even when the rest is not there.
create table usage_records (
  started_day date not null,
  request_id text not null,
  started_at timestamptz not null,
  first_byte_at timestamptz,
  ended_at timestamptz not null,
  organization_id text not null,
  project_id text not null,
  principal_id text not null,
  personal boolean not null,
  key_id text not null,
  session_id text not null,
  operation text not null,
  client_dialect text not null,
  provider_dialect text not null,
  provider text not null,
  credential text not null,
  requested_model text not null,
  model text not null,
  served_model text not null,
  attempts smallint not null,
  -- [{provider, credential, model, status, failure, startedAt, durationMicros, spanId}], null when none
  attempt_list jsonb,
  outcome text not null,
  -- code of the refusal, word of the failure, cause of leaving; empty when served
  reason text not null,
  -- what the client got, 0 = it left before
  status smallint not null,
  input_tokens bigint not null,
  input_audio_tokens bigint not null,
  cache_read_tokens bigint not null,
  cache_read_audio_tokens bigint not null,
  cache_write_5m_tokens bigint not null,
  cache_write_1h_tokens bigint not null,
  output_tokens bigint not null,
  reasoning_tokens bigint not null,
  output_audio_tokens bigint not null,
  web_searches bigint not null,
  estimated boolean not null,
  cost_nanos bigint not null,
  -- empty = no price was known
  price_version text not null,
  client_tool text not null,
  end_user text not null,
  trace_id text not null,
  primary key (started_day, request_id)
) partition by range (started_day);

create index usage_records_newest on usage_records (started_at desc, request_id desc);
create index usage_records_of_key on usage_records (key_id, started_at desc);

-- Makes the partition of a day when it is missing. Attaching one takes a weaker lock than creating it
-- in place, so that running queries do not hold up the drain, nor the drain them.
create function usage_partition(day date) returns void language plpgsql as $$
declare
  partition text := 'usage_records_' || to_char(day, 'YYYYMMDD');
begin
  if to_regclass(partition) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('usage_partition', 0));
  if to_regclass(partition) is not null then return; end if;
  execute format('create table %I (like usage_records including all)', partition);
  execute format('alter table usage_records attach partition %I for values from (%L) to (%L)',
                 partition, day, day + 1);
end
$$;
