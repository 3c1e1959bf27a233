package org.jamtart.query.guarantee;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import(GuarantorSql.class)
class GuaranteeConfiguration {}
