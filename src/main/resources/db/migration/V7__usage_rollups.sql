-- Where a call belonged to a team, and sums over calls; see dev.serai.usage.
alter table usage_records add column team_id text not null default '';
