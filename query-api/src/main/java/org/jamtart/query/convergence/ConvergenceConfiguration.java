package org.jamtart.query.convergence;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads the tables for these answers. */
@Configuration(proxyBeanMethods = false)
@Import({BlockSql.class, GuaranteeSql.class, AssuranceSql.class, ForkSql.class, SpreadFiguresSql.class})
class ConvergenceConfiguration {}
