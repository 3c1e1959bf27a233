package org.jamtart.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The import table of the architecture, over the production classes of all modules. */
class ImportRulesTest {

  private static final String TEST_SUPPORT = "org.jamtart.testsupport..";

  private static final String CHAOS = "org.jamtart.chaos..";

  private static final JavaClasses PRODUCTION = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .withImportOption(location -> !location.contains("/org/jamtart/testsupport/"))
      .withImportOption(location -> !location.contains("/org/jamtart/chaos/"))
      .importPackages("org.jamtart");

  @ParameterizedTest
  @EnumSource
  void every_part_uses_only_what_the_table_allows(Room room) {
    room.rule().check(PRODUCTION);
  }

  @Test
  void every_production_class_belongs_to_a_part() {
    classes().should()
        .resideInAnyPackage(Arrays.stream(Room.values()).map(Room::packages).toArray(String[]::new))
        .check(PRODUCTION);
  }

  @Test
  void production_code_reaches_no_test_code() {
    noClasses().should()
        .dependOnClassesThat()
        .resideInAnyPackage(TEST_SUPPORT, CHAOS, "org.junit..", "org.assertj..", "org.testcontainers..",
            "com.tngtech..")
        .check(PRODUCTION);
  }

  @Test
  void what_judges_the_services_shares_no_code_with_them() {
    var chaos = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("org.jamtart.chaos");
    noClasses().that()
        .resideInAPackage(CHAOS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(Stream.of(Room.LOG, Room.STORE, Room.GATEWAY, Room.PERSISTER, Room.QUERY)
            .map(Room::packages)
            .toArray(String[]::new))
        .check(chaos);
  }

  @Test
  void the_wire_knows_json_in_its_renderer_only() {
    noClasses().that()
        .resideInAPackage(Room.WIRE.packages())
        .and()
        .haveSimpleNameNotStartingWith("EventJson")
        .and()
        .haveNameNotMatching(".*\\.(EventJson|Json\\w*)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(PRODUCTION);
  }

  @Test
  void no_service_takes_whatever_configuration_it_finds_on_the_class_path() {
    // All services share one class path in the standalone program; each must get exactly what it names.
    noClasses().should()
        .beAnnotatedWith("org.springframework.boot.autoconfigure.EnableAutoConfiguration")
        .orShould()
        .beAnnotatedWith("org.springframework.boot.autoconfigure.SpringBootApplication")
        .check(PRODUCTION);
  }

  @Test
  void packages_are_named_after_features() {
    noClasses().should()
        .resideInAnyPackage("..util..", "..utils..", "..impl..", "..service..", "..common..", "..helper..")
        .check(PRODUCTION);
  }
}
