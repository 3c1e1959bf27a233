package org.jamtart.testsupport.rules.examples;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaks the rules; the build runs no class of this name. */
public class BadExamples {

  /** Sleeps in both ways. */
  public static class Sleeping {

    void thread() throws InterruptedException {
      Thread.sleep(1);
    }

    void unit() throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Has names that say nothing. */
  public static class Unnamed {

    @Test
    void test1() {}

    @ParameterizedTest
    @ValueSource(ints = 1)
    void testSomething(int ignored) {}
  }

  /** Would not be run. */
  @Disabled
  public static class Disabling {

    @Test
    void a_test_that_is_not_run() {}
  }
}
