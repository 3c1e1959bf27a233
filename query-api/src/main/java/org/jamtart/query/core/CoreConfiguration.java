package org.jamtart.query.core;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import({CoreSql.class, Cores.class, ValidatorSql.class})
class CoreConfiguration {}
