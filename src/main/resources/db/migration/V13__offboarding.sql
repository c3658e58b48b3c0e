-- What runs on a user's devices, and what ran there last.
create index sessions_device on sessions (principal_id, device, started_at desc);
