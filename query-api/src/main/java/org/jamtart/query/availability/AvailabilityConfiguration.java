package org.jamtart.query.availability;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the figures of data availability. */
@Configuration(proxyBeanMethods = false)
@Import(AvailabilitySql.class)
class AvailabilityConfiguration {}
