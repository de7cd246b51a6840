-- Lanes are rows of their own, one for each host and each storage, so that two transactions that want the same one wait for each other.
create table mr_boot_lane (
    lane varchar(600) primary key
);

-- Who boots, and who waits for that: without granted_at it waits. Among equal priorities the place counts.
create table mr_boot_slot (
    runbook_id varchar(36) not null references mr_runbook (id),
    platform varchar(255) not null,
    instance varchar(255) not null,
    host varchar(255) not null,
    storage varchar(255) not null,
    priority integer not null,
    place bigint generated always as identity,
    asked_at timestamp(6) with time zone not null,
    granted_at timestamp(6) with time zone,
    primary key (runbook_id, platform, instance)
);
