package org.migrationrunbooks.platform;

/**
 * What the platform showed before an operation was asked for.
 *
 * @param uid the instance's immutable identity
 * @param marker in the platform's own terms: Nova the highest migration id, vSphere the latest event, libvirt the key of the
 *     operation marked last; empty where there is none
 */
public record Baseline(String uid, String marker) {}
