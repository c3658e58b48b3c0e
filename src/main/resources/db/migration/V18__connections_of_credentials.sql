-- How many calls a replica sends with a credential at one time, and how many wait for how long when
-- that many are at it; 0 connections = any number.
alter table credentials
  add column connections integer not null default 0 check (connections >= 0),
  add column queue integer not null default 0 check (queue >= 0),
  add column queue_wait_millis bigint not null default 10000 check (queue_wait_millis > 0);
