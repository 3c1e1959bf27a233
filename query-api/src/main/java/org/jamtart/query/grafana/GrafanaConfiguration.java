package org.jamtart.query.grafana;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import({CountSql.class, Tiers.class, FailureSql.class, FailureReasonSql.class, StorageSql.class,
    ConnectedSql.class,
    StatusSql.class})
class GrafanaConfiguration {}
