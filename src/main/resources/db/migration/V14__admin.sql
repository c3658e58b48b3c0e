-- What its actor might do when an Idempotency-Key was answered: who may do something else by now is
-- not told again. The answers of a day are forgotten.
truncate idempotent_answers;
alter table idempotent_answers
  add column grants_hash bytea not null check (length(grants_hash) = 32);
