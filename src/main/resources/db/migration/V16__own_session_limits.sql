-- 'user' is a limit of a session that its own user set, who may change and remove it. Whoever else
-- changes it makes it the administrators'.
alter domain manager drop constraint manager_check;
alter domain manager add constraint manager_check
  check (value in ('api', 'file', 'environment', 'user'));

-- What one session used is asked for every second while somebody looks at it.
create index usage_hours_session on usage_hours (session_id) where session_id <> '';

-- In a session there is no key: there it is the user who has one open request for a limit, and before
-- this everybody together had one.
drop index limit_requests_open;
create unique index limit_requests_open on limit_requests (limit_id, key_id, principal_id)
  where status = 'open';
create index limit_requests_principal on limit_requests (principal_id, id desc) where key_id = '';
