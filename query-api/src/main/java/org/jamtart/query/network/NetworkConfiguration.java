package org.jamtart.query.network;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import({NetworkSql.class, PeerSql.class, TopologySql.class})
class NetworkConfiguration {}
