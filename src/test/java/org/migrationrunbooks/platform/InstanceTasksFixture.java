package org.migrationrunbooks.platform;

/** What the contract test of instance tasks needs besides: guests that shut down when they are asked to, all of them. */
public interface InstanceTasksFixture extends PlatformFixture {}
