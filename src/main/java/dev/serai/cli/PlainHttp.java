package dev.serai.cli;

import dev.serai.cli.signin.Realm;
import java.net.URI;

/** Addresses at which whoever is on the way reads the token that is sent there. */
final class PlainHttp {
  private PlainHttp() {}

  static boolean onThisMachine(URI address) {
    return Realm.onThisMachine(address);
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
