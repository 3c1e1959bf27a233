package org.jamtart.testsupport;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each class that is annotated with {@link TartTest} its {@link TestScope}; nested classes share that
 * of the outermost.
 */
final class TestScopeExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
      .create(TestScopeExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestScope.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext owner = owner(context);
    // The store closes what is AutoCloseable in it when the class is done.
    return owner.getStore(NAMESPACE)
        .computeIfAbsent(TestScope.class,
            key -> TestScope.open(owner.getRequiredTestClass().getSimpleName()), TestScope.class);
  }

  private static ExtensionContext owner(ExtensionContext context) {
    ExtensionContext owner = context;
    for (ExtensionContext c = context; c.getTestClass().isPresent(); c = c.getParent().orElseThrow()) {
      if (AnnotationSupport.isAnnotated(c.getRequiredTestClass(), TartTest.class)) {
        owner = c;
      }
    }
    return owner;
  }
}
