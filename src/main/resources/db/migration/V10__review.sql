-- What an auditor says of a run that has ended; never changed. Several may look at the same run, each once.
create table mr_sign_off (
    id bigint generated always as identity primary key,
    runbook_id varchar(36) not null references mr_runbook (id),
    person varchar(255) not null,
    verdict varchar(16) not null,
    remark varchar(2000),
    findings text not null,
    -- how far the chain of the audit was verified for it
    sealed bigint not null,
    head_hash char(64),
    signed_at timestamp(6) with time zone not null,
    constraint mr_sign_off_once unique (runbook_id, person)
);

-- So that runs which wait for an auditor are found without looking into every sign-off.
alter table mr_runbook add column reviewed_at timestamp(6) with time zone;

create index mr_runbook_ended_at on mr_runbook (ended_at);
create index mr_approval_person on mr_approval (person);
