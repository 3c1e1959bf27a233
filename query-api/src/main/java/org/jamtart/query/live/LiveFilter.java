package org.jamtart.query.live;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jamtart.wire.Bytes32;

/** Which events somebody wants. Equal filters share what is rendered for them. */
sealed interface LiveFilter {

  /** Whether it wants an event. */
  boolean matches(LiveEvent event);

  /** Everything. */
  LiveFilter ALL = new All();

  /** Everything. */
  record All() implements LiveFilter {
    @Override
    public boolean matches(LiveEvent event) {
      return true;
    }
  }

  /** What these nodes say. */
  record Nodes(Set<Bytes32> ids) implements LiveFilter {
    @Override
    public boolean matches(LiveEvent event) {
      return ids.contains(event.session().node());
    }
  }

  /** Events of these types. */
  record Types(BitSet types) implements LiveFilter {

    static Types of(Collection<Integer> numbers) {
      var types = new BitSet(256);
      numbers.forEach(types::set);
      return new Types(types);
    }

    @Override
    public boolean matches(LiveEvent event) {
      return types.get(event.type());
    }
  }

  /** Events that are about these cores. */
  record Cores(Set<Integer> cores) implements LiveFilter {
    @Override
    public boolean matches(LiveEvent event) {
      return event.core() >= 0 && cores.contains(event.core());
    }
  }

  /** Events that are about these hashes. */
  record Hashes(Set<Bytes32> hashes) implements LiveFilter {
    @Override
    public boolean matches(LiveEvent event) {
      Bytes32 hash = event.hash();
      return hash != null && hashes.contains(hash);
    }
  }

  /** What all of these want. */
  record And(List<LiveFilter> filters) implements LiveFilter {
    @Override
    public boolean matches(LiveEvent event) {
      for (LiveFilter filter : filters) {
        if (!filter.matches(event)) {
          return false;
        }
      }
      return true;
    }
  }

  /** What any of these wants. */
  record Or(List<LiveFilter> filters) implements LiveFilter {
    @Override
    public boolean matches(LiveEvent event) {
      for (LiveFilter filter : filters) {
        if (filter.matches(event)) {
          return true;
        }
      }
      return false;
    }
  }

  /** What all of some filters want; everything if there are none. */
  static LiveFilter all(List<LiveFilter> filters) {
    return switch (filters.size()) {
      case 0 -> ALL;
      case 1 -> filters.getFirst();
      default -> new And(List.copyOf(filters));
    };
  }
}
