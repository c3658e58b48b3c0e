package dev.serai.http;

import dev.serai.call.Headers;
import io.vertx.core.MultiMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Vert.x headers as the kernel sees them. */
record HeadersView(MultiMap map) implements Headers {
  @Override
  public @Nullable String get(String name) {
    return map.get(name);
  }

  @Override
  public Iterator<Map.Entry<String, String>> iterator() {
    return map.iterator();
  }
}
