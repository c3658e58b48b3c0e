package dev.serai.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of a process or thread in its file {@code stat}: proc_pid_stat(5). */
public final class ProcessStat {
  private static final int NICENESS = 19;

  private ProcessStat() {}

  public static int niceness(Path stat) throws IOException {
    String all = Files.readString(stat);
    String behindName = all.substring(all.lastIndexOf(')') + 2); // from the third field on
    return Integer.parseInt(behindName.split(" ")[NICENESS - 3]);
  }
}
