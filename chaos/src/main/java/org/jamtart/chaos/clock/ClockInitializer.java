package org.jamtart.chaos.clock;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Puts a {@link ShiftedClock} in the place of the one clock bean that a service has. */
public final class ClockInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** System property that names the file with the shift. */
  public static final String FILE = "tart.chaos.clock";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Path file = Path.of(System.getProperty(FILE));
    context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Clock clock ? new ShiftedClock(clock, file) : bean;
      }
    });
  }
}
