package org.jamtart.testsupport.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.annotation.Testable;

/**
 * Rules for compiled test classes of any module; check each against all of them.
 */
public final class TestRules {

  private static final DescribedPredicate<JavaMethodCall> SLEEP = describe("is a sleep",
      call -> call.getName().equals("sleep") && (call.getTargetOwner().isEquivalentTo(Thread.class)
          || call.getTargetOwner().isEquivalentTo(TimeUnit.class)));

  // JUnit's own @Test, @TestFactory and the like carry @Testable, and so do those of other engines.
  private static final DescribedPredicate<JavaMethod> TEST = describe("are tests",
      method -> method.isAnnotatedWith(Testable.class) || method.isMetaAnnotatedWith(Testable.class));

  /** A sleep is either too short somewhere or too long everywhere. */
  public static final ArchRule NO_SLEEP = noClasses().should(callMethodWhere(SLEEP))
      .because("a test waits for a condition (Await) or for the flush barrier, never for time to pass");

  /** Surefire takes {@code *Test}, Failsafe {@code *IT}; a test in any other class is never run. */
  public static final ArchRule TESTS_ARE_RUN = methods().that(TEST)
      .should()
      .beDeclaredInClassesThat(runClasses())
      .because("the build runs classes called *Test and *IT, and what is in them");

  /** A test's name is a sentence about behaviour. */
  public static final ArchRule TESTS_ARE_SENTENCES = methods().that(TEST)
      .should(haveNameMatching("[A-Za-z0-9]+(_[A-Za-z0-9]+)+"))
      .because("a failing test's name must say what no longer holds");

  /** What does not run is deleted or mended. */
  public static final ArchRule NO_DISABLED_TESTS = noMethods().that(TEST)
      .should()
      .beAnnotatedWith(Disabled.class)
      .orShould()
      .beDeclaredInClassesThat(describe("are disabled", c -> c.isAnnotatedWith(Disabled.class)))
      .because("nothing is skipped silently");

  private TestRules() {}

  private static DescribedPredicate<JavaClass> runClasses() {
    return describe("are called *Test or *IT, or are nested in one that is", c -> {
      String outermost = c.getName().replaceFirst("\\$.*", "");
      return outermost.endsWith("Test") || outermost.endsWith("IT");
    });
  }
}
