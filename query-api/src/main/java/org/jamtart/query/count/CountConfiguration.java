package org.jamtart.query.count;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the counts for several features. */
@Configuration(proxyBeanMethods = false)
@Import(EventTotals.class)
class CountConfiguration {}
