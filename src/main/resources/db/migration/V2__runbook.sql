-- One row per run of a runbook: what was asked, what was decided, how it ended.
create table mr_runbook (
    id varchar(36) primary key,
    kind varchar(64) not null,
    requester varchar(255) not null,
    idempotency_key varchar(255),
    request_digest char(64) not null,
    request text not null,
    platform varchar(255) not null,
    instance varchar(255),
    host varchar(255),
    reason varchar(2000) not null,
    requested_at timestamp(6) with time zone not null,
    process_instance_id varchar(64),
    state varchar(32) not null,
    plan text,
    plan_hash char(64),
    source_host varchar(255),
    destination_host varchar(255),
    approval_required boolean,
    approval_reason varchar(2000),
    attention varchar(4000),
    cancel_requested_by varchar(255),
    cancel_requested_at timestamp(6) with time zone,
    cancel_reason varchar(2000),
    ending varchar(64),
    ending_detail varchar(4000),
    ended_at timestamp(6) with time zone,
    constraint mr_runbook_idempotency unique (requester, idempotency_key)
);

create index mr_runbook_requested_at on mr_runbook (requested_at);
create index mr_runbook_instance on mr_runbook (platform, instance);
create index mr_runbook_process_instance on mr_runbook (process_instance_id);

-- Targets are rows of their own, so that two transactions that want the same one wait for each other.
create table mr_claim_target (
    target varchar(600) primary key
);

create table mr_claim (
    target varchar(600) not null references mr_claim_target (target),
    runbook_id varchar(36) not null references mr_runbook (id),
    exclusive boolean not null,
    taken_at timestamp(6) with time zone not null,
    primary key (target, runbook_id)
);

create index mr_claim_runbook on mr_claim (runbook_id);

-- Capacity promised at a destination until the instance has arrived or the run has ended.
create table mr_reservation (
    runbook_id varchar(36) not null references mr_runbook (id),
    platform varchar(255) not null,
    instance varchar(255) not null,
    host varchar(255) not null,
    cpus integer not null,
    memory_bytes bigint not null,
    reserved_at timestamp(6) with time zone not null,
    primary key (runbook_id, platform, instance)
);

-- One row per attempt of a long action: the intent is committed before the call, the handle after it, the outcome with the
-- completion of the step.
create table mr_operation (
    operation_key varchar(255) primary key,
    runbook_id varchar(36) not null references mr_runbook (id),
    step varchar(64) not null,
    attempt integer not null,
    process_instance_id varchar(64) not null,
    task_id varchar(64) not null,
    state varchar(16) not null,
    command text not null,
    handle text,
    outcome text,
    cause varchar(2000),
    cancel_asked boolean not null,
    sweeper varchar(36),
    swept_until timestamp(6) with time zone,
    intended_at timestamp(6) with time zone not null,
    accepted_at timestamp(6) with time zone,
    ended_at timestamp(6) with time zone,
    constraint mr_operation_attempt unique (runbook_id, step, attempt)
);

create index mr_operation_state on mr_operation (state);

-- Overwritten at each reading; apart from the operation, so that progress never contends with its state.
create table mr_progress (
    operation_key varchar(255) primary key references mr_operation (operation_key),
    progress text not null,
    observed_at timestamp(6) with time zone not null
);
