package org.migrationrunbooks.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All process models, forms, decisions and scripts that belong together.
 *
 * @param number grows with every published change; the file {@value #NUMBER_FILE} holds it
 * @param files content by path below the folder of processes, without {@value #NUMBER_FILE}; the arrays are not to be changed
 * @param hash SHA-256 over paths and contents, without the number: equal hashes mean that nothing has to be deployed
 */
record Release(int number, SortedMap<String, byte[]> files, String hash) {

    static final String NUMBER_FILE = "release.properties";

    /**
     * @param content every file by its path, {@value #NUMBER_FILE} among them
     * @param origin where they were read from, for messages
     * @throws ReleaseRefusedException if there is no release number or nothing to deploy
     */
    static Release of(Map<String, byte[]> content, String origin) {
        SortedMap<String, byte[]> files = new TreeMap<>(content);
        byte[] numberFile = files.remove(NUMBER_FILE);
        if (numberFile == null) {
            throw new ReleaseRefusedException(
                    "%s has no %s".formatted(origin, NUMBER_FILE),
                    "Add the file with a line such as 'release=1', and raise the number with every change.");
        }
        if (files.isEmpty()) {
            throw new ReleaseRefusedException(
                    "%s has nothing to deploy".formatted(origin),
                    "Point RUNBOOKS_PROCESSES_DIR at the folder of runbooks.");
        }
        return new Release(number(numberFile, origin), Collections.unmodifiableSortedMap(files), hash(files));
    }

    private static int number(byte[] numberFile, String origin) {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(numberFile));
            int number = Integer.parseInt(properties.getProperty("release", "").strip());
            if (number > 0) {
                return number;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw malformed(origin, e);
        }
        throw malformed(origin, null);
    }

    private static ReleaseRefusedException malformed(String origin, @Nullable Exception cause) {
        return new ReleaseRefusedException(
                "%s in %s does not name a release".formatted(NUMBER_FILE, origin),
                "Write one line 'release=<n>', n a whole number from 1.",
                cause);
    }

    /** A length goes before each part, so that no two sets of files share an encoding. */
    private static String hash(SortedMap<String, byte[]> files) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        files.forEach((path, content) -> {
            update(digest, path.getBytes(StandardCharsets.UTF_8));
            update(digest, content);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update((part.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(part);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Release release && number == release.number && hash.equals(release.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {number, hash.hashCode()});
    }

    @Override
    public String toString() {
        return "release %d (%s…)".formatted(number, hash.substring(0, 12));
    }
}
