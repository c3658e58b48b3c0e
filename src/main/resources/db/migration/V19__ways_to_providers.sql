-- By which way a provider is reached; empty = as the installation's settings say.
alter table providers
  add column proxy text not null default '',
  -- PEM, trusted beside the JDK's
  add column ca_certificates text not null default '',
  add column http text not null default 'auto' check (http in ('auto', '1', '2'));
