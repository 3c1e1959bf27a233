package org.jamtart.query.slot;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import(SlotSql.class)
class SlotConfiguration {}
