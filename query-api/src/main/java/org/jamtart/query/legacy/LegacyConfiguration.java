package org.jamtart.query.legacy;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import({LegacyCountSql.class, LegacyPackageSql.class, LegacyGuarantorSql.class, LegacyNodeSql.class,
    LegacyCoreSql.class,
    PropagationSql.class})
class LegacyConfiguration {}
