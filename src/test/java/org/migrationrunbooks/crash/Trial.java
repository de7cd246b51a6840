package org.migrationrunbooks.crash;

/** A run that is to be held at a point. */
record Trial(Course course, StopPoint point, Lane lane) {}
