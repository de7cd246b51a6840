package org.migrationrunbooks.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.migrationrunbooks.fleet.OperationKey;

/** A task with the key of the attempt. The platform is told the task only: whoever asks, it is done once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
public record TaskCommand(OperationKey key, InstanceTask task) implements OperationCommand {

    @Override
    @JsonIgnore
    public String subject() {
        return task.instance().toString();
    }
}
