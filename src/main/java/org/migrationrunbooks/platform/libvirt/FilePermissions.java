package org.migrationrunbooks.platform.libvirt;

import java.util.Optional;

/**
 * Whose a file is and who may use it, as libvirt tells and takes it. A label of a security module is left out: the other host gives
 * it its own.
 *
 * @param mode in octal digits
 * @param owner the number of the user, by which the other host may know another
 * @param group the number of the group, likewise
 */
record FilePermissions(int mode, int owner, int group) {

    /** Of a volume's description; empty where it does not tell all of it. */
    static Optional<FilePermissions> in(Xml volume) {
        return volume.first("target/permissions").flatMap(told -> told.text("mode")
                .flatMap(mode -> told.text("owner").flatMap(owner -> told.text("group")
                        .map(group -> new FilePermissions(
                                Integer.parseInt(mode, 8), Integer.parseInt(owner), Integer.parseInt(group))))));
    }

    String element() {
        return "<permissions><mode>%04o</mode><owner>%d</owner><group>%d</group></permissions>"
                .formatted(mode, owner, group);
    }
}
