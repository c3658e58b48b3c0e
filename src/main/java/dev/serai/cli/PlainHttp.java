package dev.serai.cli;

import java.net.URI;
import java.util.Set;

/** Addresses at which whoever is on the way reads the token that is sent there. */
final class PlainHttp {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private PlainHttp() {}

  static boolean onThisMachine(URI address) {
    return LOOPBACK.contains(String.valueOf(address.getHost()));
  }

  static boolean leadsThere(URI address) {
    return !"https".equals(address.getScheme()) && !onThisMachine(address);
  }

  /**
   * For a sign-in, which is good for everything that a user may.
   *
   * @throws Failure when the address is one, and nobody asked for it
   */
  static void check(URI address, Settings.Setting from, boolean insecure) {
    if (leadsThere(address) && !insecure)
      throw Failure.usage(
          address + " is not encrypted: a sign-in's token could be read on the way",
          "it comes from " + from.source(),
          "expected: https, or an address of this machine",
          "to do it all the same: --insecure, or " + Settings.INSECURE + "=1");
  }

  /** Each time: what was right in one network is not in the next. */
  static void warn(URI address, String what, Terminal terminal) {
    if (leadsThere(address))
      terminal.note("! " + address + " is not encrypted: " + what + " can be read on the way.");
  }
}
