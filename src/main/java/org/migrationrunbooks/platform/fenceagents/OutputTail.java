package org.migrationrunbooks.platform.fenceagents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what a program says to its end, however much it is, and keeps the last lines. */
final class OutputTail {

    static final int BYTES = 4096;

    private final byte[] kept = new byte[BYTES];
    private int length;
    private boolean cut;

    /** Reads until the other side closes or breaks off. */
    void drain(InputStream output) {
        byte[] chunk = new byte[BYTES];
        try (output) {
            for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
                keep(chunk, read);
            }
        } catch (IOException e) {
            // The pipe of a killed program may break at any byte; what came before it counts.
            keep(new byte[] {'\n'}, 1);
        }
    }

    private synchronized void keep(byte[] chunk, int read) {
        int surplus = Math.max(0, length + read - BYTES);
        cut |= surplus > 0;
        System.arraycopy(kept, surplus, kept, 0, length - surplus);
        System.arraycopy(chunk, 0, kept, length - surplus, read);
        length += read - surplus;
    }

    /** Whole lines only: the rest of a line that was cut might be the rest of a secret, which nobody would recognise. */
    synchronized String text() {
        String text = new String(kept, 0, length, StandardCharsets.UTF_8);
        int lineBreak = text.indexOf('\n');
        return !cut ? text : lineBreak < 0 ? "" : text.substring(lineBreak + 1);
    }
}
