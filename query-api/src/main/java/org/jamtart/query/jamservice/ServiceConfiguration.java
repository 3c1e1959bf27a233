package org.jamtart.query.jamservice;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import({CostSql.class, ServicePackageSql.class})
class ServiceConfiguration {}
