package org.migrationrunbooks.approval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an approver says to a plan. */
public enum Decision {
    APPROVE,
    REJECT;

    /** The decision with this code. */
    @JsonCreator
    public static Decision of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
