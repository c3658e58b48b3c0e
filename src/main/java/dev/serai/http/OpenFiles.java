package dev.serai.http;

import io.netty.channel.unix.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every connection is an open file of the process, and the system limits those. Any thread. */
final class OpenFiles {
  private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

  /** errno(3) of Linux, as Netty gives it: of the process, and of the whole system. */
  private static final int EMFILE = -24;

  private static final int ENFILE = -23;

  private static final int DEEPEST_CAUSE = 8;
  private static final OnceAMinute told = new OnceAMinute();

  private OpenFiles() {}

  /** Whether a connection could not be made since no further file may be opened; says so. */
  static boolean usedUp(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (saysSo(cause)) {
        tell();
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean saysSo(Throwable cause) {
    if (cause instanceof Errors.NativeIoException e)
      return e.expectedErr() == EMFILE || e.expectedErr() == ENFILE;
    String message = cause.getMessage(); // the JDK has no number
    return message != null && message.contains("Too many open files");
  }

  private static void tell() {
    if (told.due())
      log.warn(
          "no further file may be opened, so no connection made: raise the limit (ulimit -n,"
              + " LimitNOFILE=), each running call takes two");
  }
}
