package org.jamtart.testsupport.rules.examples;

import org.junit.jupiter.api.Test;

/** Keeps every rule. */
public class GoodTest {

  @Test
  void a_sentence_about_behaviour() {}

  void helper() {}
}
