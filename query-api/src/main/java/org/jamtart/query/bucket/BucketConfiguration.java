package org.jamtart.query.bucket;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What reads buckets. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BucketSettings.class)
@Import({NodeActivity.class, FailureReasons.class})
class BucketConfiguration {}
