package dev.serai.call;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A reply made here. With more than one chunk it is sent chunked, one flush per chunk. */
public record LocalReply(
    int status, String contentType, Map<String, String> headers, List<byte[]> chunks)
    implements Reply {
  public LocalReply {
    headers = Map.copyOf(headers);
    chunks = List.copyOf(chunks);
  }

  public static LocalReply json(int status, String body) {
    return json(status, Map.of(), body);
  }

  public static LocalReply json(int status, Map<String, String> headers, String body) {
    return new LocalReply(
        status, "application/json", headers, List.of(body.getBytes(StandardCharsets.UTF_8)));
  }
}
