-- What was used in the name of a project or a service account stays, so neither row ever goes: a
-- project that is deleted is archived, a service account has left. Their names are free again.
alter table projects add column archived_at timestamptz;
alter table projects drop constraint projects_organization_id_name_key;
create unique index projects_name on projects (organization_id, name) where archived_at is null;

alter table principals drop constraint principals_organization_id_kind_name_key;
create unique index principals_name on principals (organization_id, kind, name)
  where kind <> 'service' or status = 'active';
