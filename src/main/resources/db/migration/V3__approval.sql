-- A decision of one person about one plan; never changed.
create table mr_approval (
    id bigint generated always as identity primary key,
    runbook_id varchar(36) not null,
    plan_hash char(64) not null,
    person varchar(255) not null,
    decision varchar(16) not null,
    remark varchar(2000),
    decided_at timestamp(6) with time zone not null,
    constraint mr_approval_once unique (runbook_id, plan_hash, person)
);
