package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files that definitions of a host name as disks or for their firmware; what one of them needs is never removed. */
final class UsedFiles {

    private UsedFiles() {}

    /** Those of the definitions that count, running or not. */
    static Set<Path> of(Connection connection, Predicate<DomainXml> counts) {
        Set<Path> used = new HashSet<>();
        connection
                .domains((domain, stats) -> {
                    DomainXml xml = domain.xml();
                    return counts.test(xml)
                            ? Stream.concat(xml.disks().stream(), xml.firmwareVariables().stream())
                                    .flatMap(disk -> disk.path().stream())
                                    .map(Path::normalize)
                                    .toList()
                            : List.<Path>of();
                })
                .forEach(used::addAll);
        return used;
    }
}
