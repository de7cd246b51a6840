package org.migrationrunbooks.platform;

import org.migrationrunbooks.fleet.Volume;

/**
 * Whether one host reaches one volume.
 *
 * @param evidence what was checked and what it said
 */
public record VolumeAccess(Volume volume, boolean reachable, String evidence) {}
