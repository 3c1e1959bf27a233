package org.jamtart.persister;

import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.StatelessSession;
import org.jamtart.persister.context.Opening;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** A projection that keeps in memory what frames said to it, as of the last transaction in which they came. */
@Configuration(proxyBeanMethods = false)
class Witness {

  static final Map<String, Seen> SEEN = new ConcurrentHashMap<>();

  /** What one frame had from those before it. */
  record Seen(short type, @Nullable Opening opening, @Nullable Opening audit, @Nullable String reference,
      String facts) {}

  static Seen of(UUID session, long seq) {
    Seen seen = SEEN.get(session + "/" + seq);
    if (seen == null) {
      throw new AssertionError("nobody saw frame " + seq + " of " + session);
    }
    return seen;
  }

  @Bean
  @Order(99)
  Projection watching() {
    return new Projection() {
      @Override
      public String name() {
        return "witness";
      }

      @Override
      public Kind kind() {
        return Kind.KEYED;
      }

      @Override
      public Collector collector(Moment moment) {
        return new Collector() {
          @Override
          public void frame(Frame frame) {
            SEEN.put(frame.session().uuid() + "/" + frame.seq(), seen(frame));
          }

          @Override
          public void write(StatelessSession database) {}
        };
      }
    };
  }

  private static Seen seen(Frame frame) {
    return new Seen(frame.type(), frame.chain().opening(), frame.chain().audit(),
        frame.chain().reference() == null ? null : frame.chain().reference().key(),
        facts(frame.chain().core(), frame.chain().slot(), frame.chain().workPackage(),
            frame.chain().services(), frame.chain().submission()));
  }

  /** The facts as one string. */
  static String facts(int core, long slot, byte @Nullable [] workPackage, int[] services,
      @Nullable Long submission) {
    StringBuilder text = new StringBuilder("core " + core + ", slot " + slot + ", package "
        + (workPackage == null ? "none" : HexFormat.of().formatHex(workPackage)) + ", services");
    for (int service : services) {
      text.append(' ').append(Integer.toUnsignedString(service));
    }
    return text + ", submission " + (submission == null ? "none" : Long.toUnsignedString(submission));
  }
}
