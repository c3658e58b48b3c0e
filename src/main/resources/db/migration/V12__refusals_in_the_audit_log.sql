-- Calls that were refused on the gateway port, added up by the minute until they become rows of the audit
-- log. Written in the transaction that stores their usage records, so each is counted once.
create table audit_refusals (
  -- of the end of the call
  minute timestamptz not null,
  -- empty = the key was not known, like the three below
  organization_id text not null,
  principal_id text not null,
  key_id text not null,
  session_id text not null,
  reason text not null,
  count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- of one of the calls
  request_id text not null,
  primary key (minute, organization_id, principal_id, key_id, session_id, reason)
);
