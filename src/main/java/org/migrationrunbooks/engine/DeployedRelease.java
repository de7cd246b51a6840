package org.migrationrunbooks.engine;

/**
 * What was deployed last.
 *
 * @param number its release number
 * @param hash its content
 * @param deploymentId the engine's id of the deployment
 */
record DeployedRelease(int number, String hash, String deploymentId) {}
