package org.migrationrunbooks.approval;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Configuration;

/** Binds the properties of this module. */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesScan
class ApprovalConfiguration {}
