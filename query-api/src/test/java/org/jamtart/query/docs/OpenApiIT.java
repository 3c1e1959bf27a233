package org.jamtart.query.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jamtart.query.QueryApplication;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.request.Query;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the document from the code and compares it with the one that is checked in and served. To accept a change, run this test
 * with {@code -Dtart.openapi.write=true}.
 */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class OpenApiIT {

  private static final Path DOCUMENT = Path.of("src/main/resources/org/jamtart/query/docs/openapi.json");
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
      .enable(SerializationFeature.INDENT_OUTPUT)
      .build();

  private final Api api;

  OpenApiIT(TestScope scope) {
    var application = QueryApplication.application();
    application.addPrimarySources(Set.of(Generator.class));
    api = Api.start(scope, application, "--springdoc.api-docs.path=/generated",
        "--springdoc.api-docs.version=openapi_3_1",
        "--springdoc.default-produces-media-type=application/json", "--springdoc.paths-to-match=/api/**");
  }

  @Test
  void The_document_that_is_checked_in_is_what_the_code_says() throws IOException {
    Api.Answer answer = api.get("/generated");
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    String generated = JSON.writeValueAsString(JSON.treeToValue(answer.json(), Object.class)) + "\n";
    if (Boolean.getBoolean("tart.openapi.write")) {
      Files.writeString(DOCUMENT, generated);
    }
    assertThat(generated).as("run this test with -Dtart.openapi.write=true to accept the change")
        .isEqualTo(Files.readString(DOCUMENT));
  }

  @Test
  void The_document_that_is_served_is_the_one_that_is_checked_in() throws IOException {
    Api.Answer served = api.get("/api/docs/openapi.json");
    assertThat(served.json()).isEqualTo(JSON.readTree(Files.readString(DOCUMENT)));
    assertThat(served.json().get("openapi").stringValue()).startsWith("3.1");
    var again = api
        .send(api.request("/api/docs/openapi.json").header("If-None-Match", served.header("ETag")).GET());
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void Every_operation_says_which_question_it_answers_and_what_feeds_it() {
    JsonNode paths = api.json("/api/docs/openapi.json").get("paths");
    assertThat(paths.size()).isGreaterThanOrEqualTo(10);
    paths.forEach(path -> path.forEach(operation -> assertThat(operation.get("description").stringValue())
        .containsPattern("Answers the question: [^?]+\\? Fed by .*\\.$")));
  }

  @Test
  void The_page_shows_it_without_asking_anybody_else() {
    Api.Answer page = api.get("/api/docs");
    assertThat(page.http().body()).contains("/api/docs/openapi.json").doesNotContain("http://", "https://");
    assertThat(api.get("/api/docs/ui/swagger-ui-bundle.js").status()).isEqualTo(200);
    assertThat(api.get("/api/docs/ui/swagger-ui.css").header("Content-Type")).startsWith("text/css");
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({SpringDocConfiguration.class, SpringDocConfigProperties.class,
      SpringDocWebMvcConfiguration.class, MultipleOpenApiSupportConfiguration.class})
  static class Generator {

    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE = new PropertyNamingStrategies.SnakeCaseStrategy();

    @Bean
    ModelResolver snakeCase() {
      SpringDocUtils.getConfig().addRequestWrapperToIgnore(Query.class);
      ModelResolver.enumsAsRef = false;
      var mapper = Json31.mapper().copy();
      mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
      return new ModelResolver(mapper).openapi31(true);
    }

    @Bean
    OpenApiCustomizer everywhere() {
      return api -> {
        api.setServers(null);
        api.getComponents().addSchemas("Problem", problem());
        api.getPaths().values().forEach(path -> path.readOperationsMap().forEach((method, operation) -> {
          if (method == io.swagger.v3.oas.models.PathItem.HttpMethod.GET) {
            operation.addParametersItem(consistent());
          }
          problems(operation);
        }));
        require(api);
        sort(api);
      };
    }

    private static Parameter consistent() {
      return new Parameter().in("query")
          .name("consistent")
          .description(
              "Wait first until all that was accepted before is readable; 504 when that takes too long")
          .schema(new BooleanSchema()._default(false));
    }

    private static void problems(Operation operation) {
      operation.getResponses()
          .addApiResponse("default",
              new ApiResponse().description("A problem, RFC 9457")
                  .content(new Content().addMediaType("application/problem+json",
                      new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem")))));
    }

    private static Schema<?> problem() {
      Schema<?> problem = new Schema<>().types(Set.of("object"));
      for (String name : List.of("type", "title", "detail", "parameter", "value", "allowed")) {
        problem.addProperty(name, new Schema<>().types(Set.of("string")));
      }
      problem.addProperty("status", new Schema<>().types(Set.of("integer")));
      problem.setRequired(List.of("type", "title", "status", "detail"));
      problem.setDescription(
          "RFC 9457 problem details; `parameter`, `value` and `allowed` when a parameter is the reason");
      return problem;
    }

    /** What is never null is always there. */
    private static void require(OpenAPI api) {
      var scanner = new ClassPathScanningCandidateComponentProvider(false) {
        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
          return true;
        }
      };
      scanner.addIncludeFilter(new AssignableTypeFilter(Record.class));
      scanner.findCandidateComponents("org.jamtart.query").forEach(found -> {
        Class<?> record = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
        var named = record.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        String name = named != null && !named.name().isEmpty() ? named.name() : record.getSimpleName();
        Schema<?> schema = api.getComponents().getSchemas().get(name);
        if (schema != null && !name.equals("Problem")) {
          schema.setRequired(Arrays.stream(record.getRecordComponents())
              .filter(part -> !part.getAnnotatedType().isAnnotationPresent(Nullable.class))
              .map(part -> SNAKE_CASE.translate(part.getName()))
              .sorted()
              .toList());
        }
      });
    }

    private static void sort(OpenAPI api) {
      Map<String, Schema> sorted = new TreeMap<>(api.getComponents().getSchemas());
      api.getComponents().setSchemas(sorted);
    }
  }
}
