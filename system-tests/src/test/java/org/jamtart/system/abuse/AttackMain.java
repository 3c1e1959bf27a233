package org.jamtart.system.abuse;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * {@code attack PORT} does every {@link Abuse} at once, {@code spin CORES} spends as much CPU time on nothing. Each line
 * of the input is a number of seconds for which to do it; the answer is a line: the CPU seconds that it took, then what
 * was done, a second.
 */
final class AttackMain {

  private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
      .getOperatingSystemMXBean();

  private AttackMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println("ready");
    for (String line = readLine(); line != null; line = readLine()) {
      String[] words = line.split(" ");
      double seconds = Double.parseDouble(words[0]);
      long cpu = SYSTEM.getProcessCpuTime();
      String done = arguments[0].equals("attack")
          ? attack(new Target(Integer.parseInt(arguments[1])), seconds)
          : spin(Double.parseDouble(words[1]), seconds);
      System.out.printf("%.3f%s%n", (SYSTEM.getProcessCpuTime() - cpu) / 1e9, done);
    }
  }

  private static @Nullable String readLine() throws IOException {
    var line = new StringBuilder();
    for (int c = System.in.read(); c != '\n'; c = System.in.read()) {
      if (c < 0) {
        return null;
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private static String attack(Target target, double seconds) throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    Map<Abuse, LongAdder> done = new EnumMap<>(Abuse.class);
    Map<Abuse, Thread> threads = new EnumMap<>(Abuse.class);
    for (Abuse abuse : Abuse.values()) {
      var count = new LongAdder();
      done.put(abuse, count);
      threads.put(abuse, Thread.ofPlatform().start(() -> {
        try {
          abuse.run(target, end, count);
        } catch (IOException e) {
          System.err.println(abuse + ": " + e);
        }
      }));
    }
    for (Thread thread : threads.values()) {
      thread.join();
    }
    var line = new StringBuilder();
    done.forEach((abuse, count) -> line.append(' ')
        .append(abuse)
        .append('=')
        .append("%.1f/s".formatted(count.sum() / seconds)));
    return line.toString();
  }

  private static String spin(double cores, double seconds) throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int threads = Math.max(1, (int) Math.ceil(cores));
    long budget = (long) (cores * seconds * 1e9);
    long begin = SYSTEM.getProcessCpuTime();
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      all[i] = Thread.ofPlatform().start(() -> spin(end, seconds, budget, begin));
    }
    for (Thread thread : all) {
      thread.join();
    }
    return "";
  }

  /** Spins whenever less has been spent than is due by now. */
  private static void spin(long end, double seconds, long budget, long begin) {
    long start = end - (long) (seconds * 1e9);
    for (var tempo = new Tempo(1000, end); tempo.goesOn();) {
      double due = budget * ((System.nanoTime() - start) / (seconds * 1e9));
      while (SYSTEM.getProcessCpuTime() - begin < due && System.nanoTime() - end < 0) {
        long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(200);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      }
    }
  }
}
