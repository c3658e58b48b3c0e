package dev.serai.keys;

import java.util.List;

/**
 * @param next cursor of the page that follows, empty when this is the last one
 */
public record KeyPage(List<VirtualKey> keys, String next) {
  public KeyPage {
    keys = List.copyOf(keys);
  }
}
