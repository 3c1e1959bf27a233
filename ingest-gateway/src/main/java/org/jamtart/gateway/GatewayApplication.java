package org.jamtart.gateway;

import java.util.Map;
import org.jamtart.gateway.management.ManagementConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.actuate.endpoint.web.WebMvcHealthEndpointExtensionAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The gateway as a program: {@code gateway.yml} and {@code tart.gateway.*} configure it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({GatewayConfiguration.class, ManagementConfiguration.class})
@ImportAutoConfiguration({ApplicationAvailabilityAutoConfiguration.class,
    CompositeMeterRegistryAutoConfiguration.class, ConfigurationPropertiesAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class, EndpointAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
    HealthEndpointAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class,
    JacksonEndpointAutoConfiguration.class, JvmMetricsAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    ManagementContextAutoConfiguration.class, MetricsAutoConfiguration.class,
    PrometheusMetricsExportAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
    ServletManagementContextAutoConfiguration.class, SslAutoConfiguration.class,
    SystemMetricsAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
    WebEndpointAutoConfiguration.class, WebMvcAutoConfiguration.class,
    WebMvcHealthEndpointExtensionAutoConfiguration.class})
public class GatewayApplication {

  /** Starts the gateway; SIGTERM drains and stops it. Ends with 1 when it cannot listen, however late that is clear. */
  public static void main(String[] args) {
    ConfigurableApplicationContext context = application().run(args);
    // A port that turns out to be taken when Kafka is there at last, long after the start has returned.
    context.getBean(GatewayPorts.class)
        .onFailure(() -> Thread.ofPlatform()
            .name("gateway-exit")
            .start(() -> System.exit(SpringApplication.exit(context, () -> 1))));
  }

  /** The gateway, ready to {@code run} with properties as arguments; its context has a {@link GatewayPorts}. */
  public static SpringApplication application() {
    var application = new SpringApplication(GatewayApplication.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setDefaultProperties(Map.of("spring.config.name", "gateway"));
    return application;
  }
}
