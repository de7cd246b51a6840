package org.migrationrunbooks.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.migrationrunbooks.fleet.OperationKey;

/** A request with what makes it findable: the key that names this attempt, and what the platform showed before. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
public record MigrationCommand(OperationKey key, MigrationRequest request, Baseline baseline)
        implements OperationCommand {

    @Override
    @JsonIgnore
    public String subject() {
        return request.instance().toString();
    }
}
