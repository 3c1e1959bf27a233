package org.jamtart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.jamtart.testsupport.rules.TestRules;
import org.junit.jupiter.api.Test;

/** The rules about tests, over the compiled tests of all modules. */
class TestCodeRulesTest {

  private static final List<Path> TEST_CLASSES = Module.all()
      .filter(Module::hasTests)
      .map(Module::testClasses)
      .toList();
  private static final JavaClasses TESTS = new ClassFileImporter()
      .withImportOption(location -> !location.contains("/org/jamtart/testsupport/rules/examples/"))
      .importPaths(TEST_CLASSES);

  @Test
  void the_tests_of_every_module_are_here() {
    assertThat(TEST_CLASSES).as("compiled tests; build from the root, or with -am").allSatisfy(path -> {
      assertThat(path).isDirectory();
      assertThat(new ClassFileImporter().importPath(path)).isNotEmpty();
    });
  }

  @Test
  void no_test_sleeps() {
    check(TestRules.NO_SLEEP);
  }

  @Test
  void every_test_is_run() {
    check(TestRules.TESTS_ARE_RUN);
    check(TestRules.NO_DISABLED_TESTS);
  }

  @Test
  void every_test_is_named_by_a_sentence() {
    check(TestRules.TESTS_ARE_SENTENCES);
  }

  private static void check(ArchRule rule) {
    rule.check(TESTS);
  }
}
