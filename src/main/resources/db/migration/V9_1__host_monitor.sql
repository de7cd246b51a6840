-- What the host monitor knows of hosts: it outlives restarts, and all nodes speak of the same outage.
create table mr_host_watch (
    platform varchar(255) not null,
    host varchar(255) not null,
    -- null for a host that was never heard
    heard_at timestamp(6) with time zone,
    -- what its platform called it when it was heard last
    heard_as varchar(32),
    -- null while it is heard
    unheard_since timestamp(6) with time zone,
    -- why nothing was raised for this outage, as far as it is in the audit
    withheld varchar(32),
    -- what was raised for this outage
    runbook_id varchar(36) references mr_runbook (id),
    primary key (platform, host)
);

-- Platforms of which too many hosts are silent at once; a row for as long as that lasts.
create table mr_host_storm (
    platform varchar(255) primary key,
    began_at timestamp(6) with time zone not null,
    hosts varchar(4000) not null
);

-- Which node acts on what it sees; the others look on.
create table mr_monitor_lease (
    id integer primary key check (id = 1),
    holder varchar(64),
    held_until timestamp(6) with time zone
);

insert into mr_monitor_lease (id) values (1);
