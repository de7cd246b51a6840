-- Releases of the process models in the order in which they were deployed.
create table mr_release (
    id             bigint generated always as identity primary key,
    release_number integer                  not null,
    content_hash   varchar(64)              not null,
    deployment_id  varchar(64)              not null,
    deployed_at    timestamp with time zone not null
);

-- One row that a node locks while it compares and deploys.
create table mr_release_lock (
    id integer primary key
);

insert into mr_release_lock (id) values (1);
