package org.migrationrunbooks.platform.libvirt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.migrationrunbooks.platform.EffectGuard;

/**
 * Copies one file from host to host, stretch by stretch through this process, and believes it only when what is read back at the
 * destination has the checksum of what was read at the source. What an earlier attempt left is compared and not sent again, so an
 * attempt that broke off anywhere is gone on with, and nothing has to be remembered of it.
 */
final class VolumeCopy {

    private static final int STRETCH = 8 << 20;

    private final Connection from;
    private final Connection to;
    private final PrivateVolume volume;
    private final CopyPace pace;
    private final EffectGuard guard;
    private final @Nullable FilePermissions permissions;
    private final byte[] read = new byte[STRETCH];
    private final byte[] there = new byte[STRETCH];

    VolumeCopy(
            Connection from,
            Connection to,
            PrivateVolume volume,
            CopyPace pace,
            EffectGuard guard,
            @Nullable FilePermissions permissions) {
        this.from = from;
        this.to = to;
        this.volume = volume;
        this.pace = pace;
        this.guard = guard;
        this.permissions = permissions;
    }

    /** How many bytes the file has at the source. */
    static long length(Connection from, PrivateVolume volume) {
        return from.volume(volume.path().toString(), found -> found.xml().length())
                .orElseThrow(() -> new CopyFailedException("no storage pool of the source has " + volume.path()));
    }

    /**
     * Copies and compares.
     *
     * @throws CopyFailedException where the copy is not the same
     * @throws LibvirtException where a host answers with an error
     */
    void run() {
        long length = length(from, volume);
        boolean fresh = create(length);
        String sent = atSource(source -> atDestination(copy -> send(source, copy, length, fresh)));
        String arrived = atDestination(copy -> checksum(copy, length));
        if (!arrived.equals(sent)) {
            throw new CopyFailedException("the copy %s does not have the checksum of %s: %s instead of %s"
                    .formatted(volume.copy(), volume.path(), arrived, sent));
        }
    }

    /** Makes room at the destination; false where an earlier attempt has left a file of this length. */
    private boolean create(long length) {
        String name = String.valueOf(volume.copy().getFileName());
        return to.poolAt(PrivateVolume.folder(volume.copy()), pool -> {
                    pool.refresh();
                    long left = pool.volume(name, found -> found.xml().length()).orElse(-1L);
                    if (left == length) {
                        return false;
                    }
                    guard.beforeEffect();
                    if (left >= 0) {
                        pool.volume(name, found -> {
                            found.delete();
                            return true;
                        });
                    }
                    pool.create(name, length, permissions);
                    return true;
                })
                .orElseThrow(() -> new CopyFailedException(
                        "the destination has no active storage pool at " + PrivateVolume.folder(volume.copy())));
    }

    private String send(StorageVolume source, StorageVolume copy, long length, boolean fresh) {
        MessageDigest digest = sha256();
        for (long offset = 0; offset < length; offset += STRETCH) {
            int stretch = (int) Math.min(STRETCH, length - offset);
            source.read(offset, read, stretch, pace::moved);
            digest.update(read, 0, stretch);
            if (!holds(copy, offset, stretch, fresh)) {
                guard.beforeEffect();
                copy.write(offset, read, stretch, part -> pace.moved(0));
            }
        }
        return hex(digest);
    }

    /** Whether the copy has this stretch already; a file that was just created reads as zeros. */
    private boolean holds(StorageVolume copy, long offset, int stretch, boolean fresh) {
        if (fresh) {
            Arrays.fill(there, 0, stretch, (byte) 0);
        } else {
            copy.read(offset, there, stretch, part -> pace.moved(0));
        }
        return Arrays.equals(read, 0, stretch, there, 0, stretch);
    }

    private String checksum(StorageVolume copy, long length) {
        MessageDigest digest = sha256();
        for (long offset = 0; offset < length; offset += STRETCH) {
            int stretch = (int) Math.min(STRETCH, length - offset);
            copy.read(offset, there, stretch, pace::moved);
            digest.update(there, 0, stretch);
        }
        return hex(digest);
    }

    private <T> T atSource(Function<StorageVolume, T> question) {
        return from.volume(volume.path().toString(), question)
                .orElseThrow(() -> new CopyFailedException("%s is gone from the source".formatted(volume.path())));
    }

    private <T> T atDestination(Function<StorageVolume, T> question) {
        return to.volume(volume.copy().toString(), question)
                .orElseThrow(() -> new CopyFailedException("%s is gone from the destination".formatted(volume.copy())));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
