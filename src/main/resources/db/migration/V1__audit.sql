-- What happened. Rows are inserted together with the fact they tell and never touched again.
create table mr_audit_entry (
  id bigint generated always as identity primary key,
  at timestamp(6) with time zone not null,
  code varchar(64) not null,
  actor varchar(255) not null,
  runbook varchar(36),
  subject varchar(1024) not null,
  reason text,
  details text not null
);

create index mr_audit_entry_at on mr_audit_entry (at);
create index mr_audit_entry_code on mr_audit_entry (code, id);
create index mr_audit_entry_actor on mr_audit_entry (actor, id);
create index mr_audit_entry_runbook on mr_audit_entry (runbook, id);
create index mr_audit_entry_subject on mr_audit_entry (subject, id);

-- The entries that wait for their seal, so that the sealer need not search a table that only grows. An entry that is neither here
-- nor sealed did not come through the application.
create table mr_audit_unsealed (
  entry_id bigint primary key,
  constraint mr_audit_unsealed_entry foreign key (entry_id) references mr_audit_entry (id)
);

-- The chain. Its order is the order in which entries became visible, which is not that of their ids: a transaction that began
-- earlier may commit later.
create table mr_audit_seal (
  seq bigint primary key,
  entry_id bigint not null,
  entry_hash char(64) not null,
  previous_hash char(64) not null,
  hash char(64) not null,
  constraint mr_audit_seal_once unique (entry_id),
  constraint mr_audit_seal_entry foreign key (entry_id) references mr_audit_entry (id)
);

-- The end of the chain: who locks this row seals. Also betrays that seals were cut off the end.
create table mr_audit_head (
  id integer primary key,
  seq bigint not null,
  hash char(64) not null
);

insert into mr_audit_head (id, seq, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
