package dev.serai.cli.launch;

import dev.serai.cli.proxy.LocalProxy;
import dev.serai.cli.proxy.Seen;
import dev.serai.cli.proxy.Upstream;
import java.io.IOException;
import java.net.URI;

/** The local proxy: the tool sees its bearer and nothing else. */
public final class ProxyGate implements Gate {
  private final LocalProxy proxy;

  private ProxyGate(LocalProxy proxy) {
    this.proxy = proxy;
  }

  /**
   * @param port 0 takes any that is free
   * @throws LaunchFailure when it cannot be opened, or the gateway's address is none
   */
  public static ProxyGate open(Upstream upstream, int port) {
    try {
      return new ProxyGate(LocalProxy.start(upstream, port));
    } catch (IOException e) {
      throw new LaunchFailure(
          LaunchFailure.FAILED, "no local proxy", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public URI uri() {
    return proxy.uri();
  }

  @Override
  public String bearer() {
    return proxy.bearer();
  }

  @Override
  public long requests() {
    return proxy.recorded();
  }

  @Override
  public String lastRefusal() {
    Seen.Refusal last = proxy.seen().lastRefusal();
    return last == null ? "" : last.sentence();
  }

  @Override
  public void close() {
    proxy.close();
  }
}
