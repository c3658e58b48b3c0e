package dev.serai.dialects;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The places of a JSON document that somebody wants to hear of, as a tree of keys. Arrays do not
 * count: {@code choices.delta} is the delta of every choice. Built once, then only read.
 */
final class Path {
  /** A key longer than this is none of ours. */
  static final int LONGEST_KEY = 64;

  private static final byte[] NO_KEY = {};

  private final byte[] key;
  private @Nullable Slot slot;
  private Path[] children = {};
  private @Nullable Path any;

  private Path(byte[] key) {
    this.key = key;
  }

  static Path root() {
    Path root = new Path(NO_KEY);
    root.slot = Slot.DOCUMENT;
    return root;
  }

  /**
   * @param path keys with dots between; a last {@code *} stands for everything below
   * @return this, to go on
   */
  Path on(String path, Slot slot) {
    Path node = this;
    for (String name : path.split("\\."))
      node = name.equals("*") ? node.below() : node.grow(name.getBytes(StandardCharsets.US_ASCII));
    node.slot = slot;
    return this;
  }

  private Path below() {
    if (any == null) {
      any = new Path(NO_KEY);
      any.any = any;
    }
    return any;
  }

  private Path grow(byte[] name) {
    Path known = child(name, name.length);
    if (known != null && known != any) return known;
    Path fresh = new Path(name);
    children = Arrays.copyOf(children, children.length + 1);
    children[children.length - 1] = fresh;
    return fresh;
  }

  @Nullable Slot slot() {
    return slot;
  }

  @Nullable Path child(byte[] name, int length) {
    for (Path child : children) {
      byte[] own = child.key;
      if (own.length == length
          && own[0] == name[0]
          && Arrays.equals(own, 0, length, name, 0, length)) return child;
    }
    return any;
  }
}
