package org.migrationrunbooks.runbook.operations;

import java.util.List;
import java.util.Optional;
import org.migrationrunbooks.audit.AuditCode;
import org.migrationrunbooks.fleet.HostId;
import org.migrationrunbooks.platform.AnswerLostException;
import org.migrationrunbooks.platform.FencingDevice;
import org.migrationrunbooks.platform.PowerCommand;
import org.migrationrunbooks.platform.PowerReading;
import org.migrationrunbooks.platform.PowerState;
import org.springframework.stereotype.Component;

/** Has one device switch a host and read its power back; it is not told anything where it reads it as wanted already. */
@Component
class PowerSwitch {

    private final OperationBooks books;
    private final PowerDoubts doubts;

    PowerSwitch(OperationBooks books, PowerDoubts doubts) {
        this.books = books;
        this.doubts = doubts;
    }

    /**
     * One try; empty where it did not bring about what is wanted, with the reason among the failures.
     *
     * @throws org.migrationrunbooks.platform.PlatformUnreachableException where the device does not answer, or certainly did nothing
     */
    Optional<PowerProof> turn(
            Tenure tenure, Operation operation, PowerCommand command, FencingDevice device, List<String> failures) {
        Optional<String> doubted = doubts.earlier(operation, device);
        if (doubted.isPresent()) {
            failures.add(doubted.get());
            return Optional.empty();
        }
        Optional<PowerReading> reading = switched(tenure, operation, command, device);
        if (reading.isEmpty()) {
            failures.add("%s does not read it back as %s."
                    .formatted(device.name(), command.wanted().code()));
        }
        return reading.map(proof -> new PowerProof(device, proof));
    }

    /** One try with one device; the reading where it is as wanted. */
    private Optional<PowerReading> switched(
            Tenure tenure, Operation operation, PowerCommand command, FencingDevice device) {
        HostId host = command.host();
        PowerReading before = device.power(host);
        if (before.state() == command.wanted()) {
            return Optional.of(before);
        }
        try {
            String answer = command.wanted() == PowerState.OFF ? device.off(host, tenure) : device.on(host, tenure);
            books.begun(tenure, operation, AuditCode.OPERATION_ACCEPTED, device.name() + ": " + answer);
        } catch (AnswerLostException e) {
            books.begun(tenure, operation, AuditCode.OPERATION_UNKNOWN, device.name() + ": " + e.getMessage());
        }
        PowerReading after = device.power(host);
        return after.state() == command.wanted() ? Optional.of(after) : Optional.empty();
    }
}
