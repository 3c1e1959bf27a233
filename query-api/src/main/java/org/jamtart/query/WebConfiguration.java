package org.jamtart.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import org.jamtart.query.access.ApiSettings;
import org.jamtart.query.access.ChangeGuard;
import org.jamtart.query.docs.SwaggerUi;
import org.jamtart.query.flush.ConsistentInterceptor;
import org.jamtart.query.flush.Flusher;
import org.jamtart.query.request.DeclaredParameters;
import org.jamtart.query.request.QueryResolver;
import org.jamtart.query.schema.SchemaGate;
import org.jamtart.query.schema.SchemaInterceptor;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.module.SimpleModule;

/** How requests are read and answers are written, for all endpoints. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

  private final SchemaGate gate;
  private final Flusher flusher;
  private final QuerySettings settings;
  private final ApiSettings api;

  WebConfiguration(SchemaGate gate, Flusher flusher, QuerySettings settings, ApiSettings api) {
    this.gate = gate;
    this.flusher = flusher;
    this.settings = settings;
    this.api = api;
  }

  @Override
  public void addInterceptors(InterceptorRegistry interceptors) {
    interceptors.addInterceptor(new ChangeGuard(api));
    interceptors.addInterceptor(new DeclaredParameters());
    interceptors.addInterceptor(new SchemaInterceptor(gate));
    interceptors.addInterceptor(new ConsistentInterceptor(flusher, settings.flushTimeout()));
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new QueryResolver());
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry resources) {
    resources.addResourceHandler("/api/docs/ui/**")
        .addResourceLocations(SwaggerUi.location())
        .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)));
  }

  @Override
  public void addCorsMappings(CorsRegistry cors) {
    if (!settings.corsOrigins().isEmpty()) {
      cors.addMapping("/api/**")
          .allowedOrigins(settings.corsOrigins().toArray(String[]::new))
          .allowedMethods("GET", "HEAD", "POST")
          .exposedHeaders("Link", "ETag", "Retry-After");
    }
  }

  @Bean
  JsonMapperBuilderCustomizer json() {
    return builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
        .addModule(new SimpleModule("tart-times").addSerializer(new InstantSerializer()));
  }

  /** Dashboards send lists in braces; Tomcat would refuse those that are not escaped. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat() {
    return tomcat -> tomcat
        .addConnectorCustomizers(connector -> connector.setProperty("relaxedQueryChars", "{}[]|"));
  }
}
