package org.jamtart.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of TART with a root package of its own, and what it may use: of TART's own packages the ones
 * named, and of other libraries either all (a service) or the ones named (a contract). This is the import
 * table of the architecture.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are immutable, which their type does not say
enum Room {

  WIRE(Module.SHARED_MODEL, "wire", own(), libraries("java..", "org.jspecify..", "tools.jackson.core..")), //
  LOG(Module.SHARED_MODEL, "log", own("wire"),
      libraries("java..", "org.jspecify..", "org.slf4j..", "org.apache.kafka.clients..",
          "org.apache.kafka.common..",
          "tools.jackson..", "com.fasterxml.jackson.annotation..")), //
  STORE(Module.SHARED_MODEL, "store", own("wire"),
      libraries("java..", "org.jspecify..", "jakarta.persistence..", "org.hibernate.annotations..",
          "org.hibernate.jdbc..")), //
  GATEWAY(Module.INGEST_GATEWAY, "gateway", own("wire", "log"), anyLibrary()), //
  PERSISTER(Module.PERSISTER, "persister", own("wire", "log", "store", "replay"), anyLibrary()), //
  QUERY(Module.QUERY_API, "query", own("wire", "log", "store"), anyLibrary()), //
  REPLAY(Module.REPLAY, "replay", own("wire", "log"),
      libraries("java..", "org.jspecify..", "org.slf4j..", "org.apache.kafka.clients..",
          "org.apache.kafka.common..", "tools.jackson..")), //
  SIMULATOR(Module.SIMULATOR, "simulator", own("wire"), anyLibrary()), //
  EMBEDDED(Module.EMBEDDED, "embedded", own(),
      libraries("java..", "org.jspecify..", "org.slf4j..", "org.apache.kafka..", "kafka..", "scala..",
          "org.postgresql..", "org.apache.commons.compress..", "org.tukaani.xz..")), //
  STANDALONE(Module.STANDALONE, "standalone",
      own("wire", "log", "store", "gateway", "persister", "query", "simulator", "replay", "embedded"),
      anyLibrary());

  private static final String HOUSE = "org.jamtart..";

  private final Module module;
  private final String name;
  private final List<String> ownPackages;
  private final List<String> libraries;

  Room(Module module, String name, List<String> ownPackages, List<String> libraries) {
    this.module = module;
    this.name = name;
    this.ownPackages = ownPackages;
    this.libraries = libraries;
  }

  /** All the packages of this part. */
  String packages() {
    return packagesOf(name);
  }

  /** Passes without classes only where the module has no code at all. */
  ArchRule rule() {
    String[] house = Stream.concat(Stream.of(packages()), ownPackages.stream().map(Room::packagesOf))
        .toArray(String[]::new);
    DescribedPredicate<JavaClass> outside = libraries.isEmpty()
        ? resideOutsideOfPackage(HOUSE)
        : resideInAnyPackage(libraries.toArray(String[]::new));
    return classes().that()
        .resideInAPackage(packages())
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(house).or(outside))
        .allowEmptyShould(!module.hasCode())
        .because("the import table says so (docs/architecture.md)");
  }

  private static String packagesOf(String name) {
    return "org.jamtart." + name + "..";
  }

  private static List<String> own(String... names) {
    return List.of(names);
  }

  private static List<String> libraries(String... packages) {
    return List.of(packages);
  }

  private static List<String> anyLibrary() {
    return List.of();
  }
}
