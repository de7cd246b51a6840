package org.migrationrunbooks.platform.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One open connection to a host. Its calls wait for the host without a bound; {@link HostLink} makes them in threads of its own
 * and bounds the wait. Every method throws {@link LibvirtException} where libvirt reports an error.
 */
final class Connection {

    private static final int STATISTICS_STATE = 1;
    private static final int STATISTICS_BLOCK = 1 << 5;
    private static final int STATISTICS_NO_WAIT = 1 << 29;
    private static final int DOMAINS_PERSISTENT = 1 << 2;
    private static final int DOMAINS_AUTOSTART = 1 << 10;
    private static final int CPU_INCOMPATIBLE = 0;
    private static final int NODE_INFO_SIZE = 64;
    private static final int NODE_INFO_MEMORY = 32;
    private static final int NODE_INFO_CPUS = 40;

    private final Libvirt library;
    private final Pointer pointer;

    private Connection(Libvirt library, Pointer pointer) {
        this.library = library;
        this.pointer = pointer;
    }

    /** Connects; may hang for longer than anybody wants to wait. */
    static Connection open(Libvirt library, String uri, Duration keepAliveInterval, int keepAliveCount) {
        Pointer pointer = library.virConnectOpen(uri);
        if (pointer == null) {
            throw LibvirtException.last(library, "virConnectOpen");
        }
        // Answers 1 where the other side has no keep-alive, which is no reason to do without the host.
        library.virConnectSetKeepAlive(pointer, (int) Math.max(1, keepAliveInterval.toSeconds()), keepAliveCount);
        return new Connection(library, pointer);
    }

    /** Whether it is still open, as far as this side knows; asks nobody. */
    boolean alive() {
        return library.virConnectIsAlive(pointer) == 1;
    }

    /** Says good-bye to the host; may hang like any call. */
    void close() {
        library.virConnectClose(pointer);
    }

    /** Something that costs the host nothing to say. */
    String greeting() {
        LongByReference version = new LongByReference();
        check("virConnectGetVersion", library.virConnectGetVersion(pointer, version));
        return "libvirt answers, with its hypervisor in version " + version.getValue();
    }

    /** What the host offers to instances. */
    HostFacts facts() {
        Memory info = new Memory(NODE_INFO_SIZE);
        check("virNodeGetInfo", library.virNodeGetInfo(pointer, info));
        LongByReference version = new LongByReference();
        check("virConnectGetVersion", library.virConnectGetVersion(pointer, version));
        String capabilities =
                NativeText.take(library, "virConnectGetCapabilities", library.virConnectGetCapabilities(pointer));
        return HostFacts.of(
                capabilities, info.getInt(NODE_INFO_CPUS), info.getLong(NODE_INFO_MEMORY), version.getValue());
    }

    /** Calls {@code question} for each domain, running or not, with its statistics of state and disks. */
    <T> List<T> domains(BiFunction<Domain, Map<String, Object>, T> question) {
        PointerByReference records = new PointerByReference();
        int count = check(
                "virConnectGetAllDomainStats",
                library.virConnectGetAllDomainStats(
                        pointer, STATISTICS_STATE | STATISTICS_BLOCK, records, STATISTICS_NO_WAIT));
        List<T> answers = new ArrayList<>();
        try {
            for (StatsRecord stats : StatsRecord.all(records.getValue(), count)) {
                try {
                    answers.add(question.apply(new Domain(library, stats.domain()), stats.values()));
                } catch (LibvirtException e) {
                    if (e.code() != LibvirtException.NO_DOMAIN) {
                        throw e;
                    } // else it left between the two questions
                }
            }
        } finally {
            library.virDomainStatsRecordListFree(records.getValue());
        }
        return answers;
    }

    /** The names of the domains that the host starts whenever it starts itself. */
    List<String> startedByHost() {
        PointerByReference list = new PointerByReference();
        int count = check(
                "virConnectListAllDomains",
                library.virConnectListAllDomains(pointer, list, DOMAINS_PERSISTENT | DOMAINS_AUTOSTART));
        return PointerList.read(
                list, count, domain -> String.valueOf(library.virDomainGetName(domain)), library::virDomainFree);
    }

    /** Calls {@code question} with the domain of this name; empty where the host has none. */
    <T> Optional<T> domain(String name, Function<Domain, T> question) {
        try {
            Pointer domain = library.virDomainLookupByName(pointer, name);
            if (domain == null) {
                throw LibvirtException.last(library, "virDomainLookupByName");
            }
            try {
                return Optional.of(question.apply(new Domain(library, domain)));
            } finally {
                library.virDomainFree(domain);
            }
        } catch (LibvirtException e) {
            if (e.code() == LibvirtException.NO_DOMAIN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether this host's hypervisor can give the guest the processor that it sees now. */
    boolean offersCpu(DomainXml domain, String cpu) {
        return check(
                        "virConnectCompareHypervisorCPU",
                        library.virConnectCompareHypervisorCPU(
                                pointer, null, domain.architecture(), null, domain.virtualization(), cpu, 0))
                != CPU_INCOMPATIBLE;
    }

    /** Whether the host offers the file of the instance's firmware to instances of that kind; it may be there all the same. */
    boolean offersFirmware(DomainXml domain) {
        return domain.firmware().filter(file -> offered(domain, file)).isPresent();
    }

    private boolean offered(DomainXml domain, String firmware) {
        try {
            Pointer capabilities = library.virConnectGetDomainCapabilities(
                    pointer, null, domain.architecture(), domain.machine(), domain.virtualization(), 0);
            return Xml.parse(NativeText.take(library, "virConnectGetDomainCapabilities", capabilities))
                    .all("os/loader/value")
                    .stream()
                    .anyMatch(value -> value.text().equals(firmware));
        } catch (LibvirtException e) {
            if (!alive()) {
                throw e;
            }
            return false; // it has no such instances
        }
    }

    /** Has the host show a folder as a storage pool, for as long as its daemons run or until that is ended. */
    void show(Path folder, String name) {
        StoragePool.create(library, pointer, folder, name);
    }

    /** Calls {@code question} for each active storage pool. */
    <T> List<T> pools(Function<StoragePool, T> question) {
        return StoragePool.all(library, pointer, question);
    }

    /** Calls {@code question} with the volume at this path; empty where no pool of the host has such a volume. */
    <T> Optional<T> volume(String path, Function<StorageVolume, T> question) {
        return StorageVolume.with(
                library, "virStorageVolLookupByPath", library.virStorageVolLookupByPath(pointer, path), question);
    }

    /** Calls {@code question} with the active pool whose folder is this one; empty where the host has none. */
    <T> Optional<T> poolAt(Path folder, Function<StoragePool, T> question) {
        return pools(pool -> pool.xml().at(folder) ? Optional.of(question.apply(pool)) : Optional.<T>empty()).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Defines a domain; without effect on one that runs under the same identity until it is started anew. */
    void define(String definition) {
        Pointer domain = library.virDomainDefineXMLFlags(pointer, definition, 0);
        if (domain == null) {
            throw LibvirtException.last(library, "virDomainDefineXMLFlags");
        }
        library.virDomainFree(domain);
    }

    private int check(String call, int result) {
        if (result < 0) {
            throw LibvirtException.last(library, call);
        }
        return result;
    }
}
