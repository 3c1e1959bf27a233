package org.jamtart.query.latency;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the histograms. */
@Configuration(proxyBeanMethods = false)
@Import(LatencySql.class)
class LatencyConfiguration {}
