-- A run that another run has begun, for example the rebuild of one instance of an evacuated host.
alter table mr_runbook add column parent_id varchar(36) references mr_runbook (id);

-- The run whose instance this one took over, since it could not go on without the host that failed.
alter table mr_runbook add column takes_over varchar(36) references mr_runbook (id);

create index mr_runbook_parent on mr_runbook (parent_id);
create index mr_runbook_host on mr_runbook (platform, host);

-- What our runbooks have made of a host, whatever its platform says of it; a host without a row is as its platform says.
create table mr_host_standing (
    platform varchar(255) not null,
    host varchar(255) not null,
    state varchar(32) not null,
    runbook_id varchar(36) not null references mr_runbook (id),
    since timestamp(6) with time zone not null,
    primary key (platform, host)
);

-- Power states as fencing devices told them; only ever added to. Evidence ages, so a rebuild reads again and adds a row.
create table mr_power_reading (
    id bigint generated always as identity primary key,
    runbook_id varchar(36) not null references mr_runbook (id),
    platform varchar(255) not null,
    host varchar(255) not null,
    device varchar(255) not null,
    method varchar(255) not null,
    state varchar(16) not null,
    answer varchar(2000) not null,
    read_at timestamp(6) with time zone not null
);

create index mr_power_reading_runbook on mr_power_reading (runbook_id);

-- What people say of a host that no device can switch off: one row for each person; only ever added to.
create table mr_attestation (
    id bigint generated always as identity primary key,
    runbook_id varchar(36) not null references mr_runbook (id),
    plan_hash char(64) not null,
    host varchar(255) not null,
    person varchar(255) not null,
    remark varchar(2000),
    attested_at timestamp(6) with time zone not null,
    constraint mr_attestation_once unique (runbook_id, plan_hash, person)
);
