package org.migrationrunbooks.scheduling;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Configuration;

/** Binds the properties of this module. */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesScan
class SchedulingConfiguration {}
