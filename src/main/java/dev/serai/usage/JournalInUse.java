package dev.serai.usage;

import java.io.IOException;
import java.nio.file.Path;

/** Another process holds the lock of a journal's folder. */
public final class JournalInUse extends IOException {
  private static final long serialVersionUID = 1;

  JournalInUse(Path folder) {
    super("the usage journal in " + folder + " is in use by another process");
  }
}
