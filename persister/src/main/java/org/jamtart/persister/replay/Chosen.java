package org.jamtart.persister.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.projection.Projection.Kind;
import org.jamtart.replay.ReplayException;

/**
 * Which projections a replay is about.
 *
 * @param inPlace names of those whose rows merge
 * @param rebuilt those that add up, with all that have to be built again together with them
 */
record Chosen(List<String> inPlace, List<Projection> rebuilt) {

  /** Stands for every projection. */
  static final String ALL = "all";

  /**
   * The projections of these names: none of them for all that are keyed.
   *
   * @throws ReplayException for a name that there is not, or a projection that does not say how it is built again
   */
  static Chosen of(List<Projection> all, List<String> names) {
    boolean every = names.contains(ALL);
    for (String name : names) {
      if (!name.equals(ALL) && all.stream().noneMatch(projection -> projection.name().equals(name))) {
        throw new ReplayException("there is no projection '" + name + "': there are "
            + all.stream().map(Projection::name).toList() + ", and 'all'");
      }
    }
    List<Projection> wanted = all.stream()
        .filter(projection -> every || names.contains(projection.name())
            || names.isEmpty() && projection.kind() == Kind.KEYED)
        .toList();
    Set<Projection> rebuilt = wanted.stream()
        .filter(projection -> projection.kind() == Kind.ADDITIVE)
        .collect(Collectors.toCollection(HashSet::new));
    while (rebuilt.addAll(all.stream()
        .filter(other -> rebuilt.stream().anyMatch(chosen -> belongTogether(chosen, other)))
        .toList())) {
      // Each that came may bring others.
    }
    rebuilt.stream().filter(projection -> projection.added().isEmpty()).findFirst().ifPresent(projection -> {
      throw new ReplayException("projection '" + projection.name()
          + "' adds up what it sees and does not say by which tables: it cannot be built again");
    });
    return new Chosen(
        wanted.stream().filter(projection -> projection.kind() == Kind.KEYED).map(Projection::name).toList(),
        all.stream().filter(rebuilt::contains).toList());
  }

  /** Two that write the same table, and those whose rows of all time are held against each other. */
  private static boolean belongTogether(Projection one, Projection other) {
    return other.kind() == Kind.ADDITIVE
        && one.added()
            .stream()
            .anyMatch(table -> other.added()
                .stream()
                .anyMatch(same -> same.table().equals(table.table())
                    || isOfAllTime(same) && isOfAllTime(table)));
  }

  private static boolean isOfAllTime(AddedTable table) {
    return table.buckets() == null;
  }
}
