package org.jamtart.query.node;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the figures of single nodes. */
@Configuration(proxyBeanMethods = false)
@Import({ClockSql.class, LatestSql.class, NodeCountSql.class})
class NodeFigureConfiguration {}
