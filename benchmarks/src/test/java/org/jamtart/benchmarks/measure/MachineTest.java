package org.jamtart.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

  @Test
  void cpu_time_is_read_behind_a_name_with_spaces_and_parentheses() {
    var stat = ProcFiles
        .parse("4711 (a ) b (c) S 42 4711 4711 0 -1 4194560 100 0 0 0 250 50 700 300 20 0 9 0");

    assertThat(stat).isEqualTo(new ProcFiles.Stat(4711, 42, 3, 13));
  }

  @Test
  void the_work_of_this_process_is_not_work_elsewhere() {
    var tree = new ProcessTree();
    double before = tree.cpuSeconds();
    long spun = spinUntilCpuSeconds(0.1);

    assertThat(spun).isPositive();
    assertThat(tree.cpuSeconds() - before).isGreaterThanOrEqualTo(0.05);
  }

  private static long spinUntilCpuSeconds(double seconds) {
    long pid = ProcessHandle.current().pid();
    double end = ProcFiles.cpuSeconds(pid) + seconds;
    long spins = 0;
    while (ProcFiles.cpuSeconds(pid) < end) {
      spins++;
    }
    return spins;
  }

  @Test
  void both_are_measured_in_turn_and_warming_up_does_not_count() throws Exception {
    List<String> order = new ArrayList<>();
    var rounds = new Alternation(new Machine(new ProcessTree()), 1, 2);

    var compared = rounds.compare(() -> {
      order.add("A");
      return order.size() == 1 ? 1_000 : 3;
    }, () -> {
      order.add("B");
      return 6;
    });

    assertThat(order).containsExactly("A", "B", "A", "B", "A", "B");
    assertThat(compared.a().high()).isEqualTo(3);
    assertThat(compared.ratio()).isEqualTo(new Spread(0.5, 0.5, 0.5, 2));
  }
}
