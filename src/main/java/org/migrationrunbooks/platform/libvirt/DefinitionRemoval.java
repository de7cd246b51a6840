package org.migrationrunbooks.platform.libvirt;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Takes a definition away together with the file of its firmware's variables, where nobody else has a part in that. */
final class DefinitionRemoval {

    private DefinitionRemoval() {}

    /**
     * @param goes whether a file may go with the definition; asked of one that only this host has and no other definition names
     * @throws LibvirtException where the host has no such definition, or does not let go of it
     */
    static void run(Connection connection, String name, List<Path> sharedFolders, Predicate<Path> goes) {
        Set<Path> usedByOthers = UsedFiles.of(connection, xml -> !xml.name().equals(name));
        boolean there = connection
                .domain(name, domain -> {
                    boolean variablesGo = PrivateVolume.ofFirmware(domain.definition(), sharedFolders)
                            .flatMap(Disk::path)
                            .map(Path::normalize)
                            .filter(file -> !usedByOthers.contains(file))
                            .filter(goes)
                            .isPresent();
                    if (variablesGo) {
                        domain.undefineWithFirmwareVariables();
                    } else {
                        domain.undefine();
                    }
                    return true;
                })
                .orElse(false);
        if (!there) {
            throw new LibvirtException(LibvirtException.NO_DOMAIN, "it has no domain " + name + " any more");
        }
    }
}
