package org.jamtart.query.workpackage;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import({Windows.class, PackageSql.class, PackagePages.class, PartSql.class, FunnelSql.class, TimingSql.class,
    ProfileSql.class, Rolled.class, SumsSql.class})
class PackageConfiguration {}
