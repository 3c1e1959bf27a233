package org.jamtart.query.audit;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the audits. */
@Configuration(proxyBeanMethods = false)
@Import(AuditSql.class)
class AuditConfiguration {}
