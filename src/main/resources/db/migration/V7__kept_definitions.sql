-- What hosts told of themselves and of their instances, for platforms of which only the hosts know: a dead one cannot be asked.
create table mr_kept_host (
    platform varchar(255) not null,
    host varchar(255) not null,
    cpus integer not null,
    memory_bytes bigint not null,
    cpu_model varchar(255),
    read_at timestamp(6) with time zone not null,
    primary key (platform, host)
);

-- One row for each instance that a host has, also where it is off; the definition is complete, with the instance's secrets.
create table mr_kept_definition (
    platform varchar(255) not null,
    host varchar(255) not null,
    instance varchar(255) not null,
    uid varchar(255) not null,
    state varchar(16) not null,
    persistent boolean not null,
    sizes text not null,
    definition text not null,
    read_at timestamp(6) with time zone not null,
    primary key (platform, host, instance)
);

create index mr_kept_definition_instance on mr_kept_definition (platform, instance);
