package dev.serai.cli.launch;

import java.net.URI;

/** The gateway itself, shown a virtual key: nothing stands in between, and nothing is counted. */
public record DirectGate(URI uri, String bearer) implements Gate {
  @Override
  public void close() {}

  /** Never the key. */
  @Override
  public String toString() {
    return "DirectGate[" + uri + "]";
  }
}
