package org.migrationrunbooks.forecast;

import org.migrationrunbooks.forecast.Forecast.Convergence;

/**
 * One transfer as the model computes it from exactly known inputs. Plain numbers, since it is made hundreds of times per forecast.
 *
 * @param seconds from the request to the end; where it never converges, until that is plain
 * @param downtimeSeconds how long the instance stands still; where it never converges, how long it would if it were stopped
 * @param bytes on the link, without protocol
 * @param rounds pre-copy rounds, the first pass included
 */
record Transfer(Convergence convergence, double seconds, double downtimeSeconds, double bytes, int rounds) {

    /** The same transfer after something else was sent. */
    Transfer after(double secondsBefore, double bytesBefore) {
        return new Transfer(convergence, secondsBefore + seconds, downtimeSeconds, bytesBefore + bytes, rounds);
    }

    /**
     * What a transfer depends on, in bytes and seconds.
     *
     * @param memory to be copied in the first pass; pages never touched are not counted
     * @param dirtyRate newly dirtied memory per second
     * @param workingSet the memory that is written again and again; no more than this gets dirty in a round
     * @param bandwidth what the pages get of the link, protocol and slowdown already taken off; positive
     * @param maxDowntime the limit given to the hypervisor for the last copy
     * @param setup from the request until the first page
     * @param switchOver stands still on top of the last copy
     * @param postCopyStall stands still after an early switch-over
     */
    record Inputs(
            double memory,
            double dirtyRate,
            double workingSet,
            double bandwidth,
            double maxDowntime,
            double setup,
            double switchOver,
            double postCopyStall) {

        private static final double PAGE = 4096;
        /** QEMU looks at what is left at least this often within a round (MAX_WAIT in migration/ram.c). */
        private static final double CHECK_SECONDS = 0.05;

        Inputs {
            if (!(bandwidth > 0)) {
                throw new IllegalArgumentException("a transfer needs bandwidth");
            }
            workingSet = Math.min(workingSet, memory);
        }

        /** The remainder that fits the downtime limit; a page at least, else nothing would ever end. */
        double fitting() {
            return Math.max(PAGE, bandwidth * maxDowntime);
        }

        /** What is still unsent when a round is cut short because the rest would fit: just under what fits. */
        double unsent() {
            return Math.max(0, fitting() - Math.max(PAGE, bandwidth * CHECK_SECONDS));
        }

        /** Distinct bytes dirtied in this time. */
        double dirtied(double seconds, double throttle) {
            return Math.min(dirtyRate * (1 - throttle) * seconds, workingSet);
        }

        /**
         * What one round leaves, as a factor of what it sent: only what was sent can become dirty anew, so the dirty rate counts
         * by the part of the working set that is not waiting to be sent anyway. Pre-copy shrinks if this is below one.
         */
        double growth(double throttle) {
            double clean = workingSet == 0 ? 0 : Math.max(0, 1 - unsent() / workingSet);
            return dirtyRate * (1 - throttle) / bandwidth * clean;
        }

        /**
         * The dirty memory at which dirtying and sending hold each other the balance. The hypervisor can only stop the instance
         * if this fits the downtime.
         */
        double equilibrium() {
            return dirtyRate <= bandwidth ? 0 : workingSet * (1 - bandwidth / dirtyRate);
        }
    }
}
