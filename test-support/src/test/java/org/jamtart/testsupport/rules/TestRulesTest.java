package org.jamtart.testsupport.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.jamtart.testsupport.rules.examples.BadExamples;
import org.jamtart.testsupport.rules.examples.GoodTest;
import org.junit.jupiter.api.Test;

class TestRulesTest {

  @Test
  void a_class_that_keeps_the_rules_passes() {
    for (ArchRule rule : List.of(TestRules.NO_SLEEP, TestRules.TESTS_ARE_RUN, TestRules.TESTS_ARE_SENTENCES,
        TestRules.NO_DISABLED_TESTS)) {
      assertThat(check(rule, GoodTest.class).hasViolation()).as(rule.getDescription()).isFalse();
    }
  }

  @Test
  void both_ways_to_sleep_are_found() {
    assertThat(violations(TestRules.NO_SLEEP, BadExamples.Sleeping.class)).hasSize(2)
        .anyMatch(v -> v.contains("thread()"))
        .anyMatch(v -> v.contains("unit()"));
  }

  @Test
  void tests_without_a_sentence_are_found() {
    assertThat(violations(TestRules.TESTS_ARE_SENTENCES, BadExamples.Unnamed.class)).hasSize(2)
        .anyMatch(v -> v.contains("test1"))
        .anyMatch(v -> v.contains("testSomething"));
  }

  @Test
  void tests_that_the_build_does_not_run_are_found() {
    assertThat(violations(TestRules.TESTS_ARE_RUN, BadExamples.Unnamed.class)).hasSize(2);
    assertThat(violations(TestRules.NO_DISABLED_TESTS, BadExamples.Disabling.class)).isNotEmpty();
  }

  private static List<String> violations(ArchRule rule, Class<?> type) {
    return check(rule, type).getFailureReport().getDetails();
  }

  private static EvaluationResult check(ArchRule rule, Class<?> type) {
    return rule.allowEmptyShould(true).evaluate(new ClassFileImporter().importClasses(type));
  }
}
