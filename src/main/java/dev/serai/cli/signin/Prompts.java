package dev.serai.cli.signin;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How whoever signs in is spoken to. */
public interface Prompts {
  /**
   * @param opened whether a browser took the address
   */
  void browser(URI address, boolean opened);

  /**
   * What came back from the browser is no good; it is still waited for.
   *
   * @param advice lines below
   */
  default void refused(String why, List<String> advice) {}

  /**
   * @param code to be typed at {@code address}
   * @param complete has the code in it already; the same as {@code address} when there is none
   */
  void device(String code, URI address, URI complete, Duration life);
}
