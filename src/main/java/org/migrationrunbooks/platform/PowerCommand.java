package org.migrationrunbooks.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.fleet.OperationKey;

/**
 * The power of a host that is to be taken or given.
 *
 * @param wanted on or off
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
public record PowerCommand(OperationKey key, HostId host, PowerState wanted) implements OperationCommand {

    public PowerCommand {
        if (wanted == PowerState.UNKNOWN) {
            throw new IllegalArgumentException("power is wanted on or off");
        }
    }

    @Override
    @JsonIgnore
    public String subject() {
        return host.toString();
    }
}
