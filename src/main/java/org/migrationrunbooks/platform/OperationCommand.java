package org.migrationrunbooks.platform;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.migrationrunbooks.fleet.OperationKey;

/** What a long operation asks of a platform, under the key that names this attempt. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(MigrationCommand.class),
    @JsonSubTypes.Type(TaskCommand.class),
    @JsonSubTypes.Type(PowerCommand.class)
})
public sealed interface OperationCommand permits MigrationCommand, TaskCommand, PowerCommand {

    OperationKey key();

    /** The instance or host that it acts on, as it stands in the audit. */
    String subject();
}
