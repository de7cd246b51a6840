package org.migrationrunbooks.runbook;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** A component that acts by itself, and is therefore not there in observe mode. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnProperty(name = "runbooks.mode", havingValue = "operate", matchIfMissing = true)
public @interface OnlyWhereOperating {}
