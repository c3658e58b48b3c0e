package dev.serai.testing;

import dev.serai.call.Asked;
import dev.serai.call.Body;
import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Cancellation;
import dev.serai.call.ClientRequest;
import dev.serai.call.Headers;
import dev.serai.call.KeyHash;
import dev.serai.call.Operation;
import dev.serai.call.TraceContext;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls as the steps get them, without a server around. */
public final class TestCalls {
  private TestCalls() {}

  public static Call call(Operation operation, String model, Caller caller) {
    return Call.read(
            operation,
            operation.dialect(),
            new ClientRequest("POST", "/", "", new NoHeaders(), Body.of(new byte[0]), ""),
            Asked.of(model, false),
            KeyHash.NONE,
            TraceContext.from(null, null),
            new Cancellation())
        .withCaller(caller);
  }

  public static Caller caller(String policy) {
    return new Caller("o", "", "p", "u", false, List.of(), "k", "key", "", policy, 0);
  }

  private record NoHeaders() implements Headers {
    @Override
    public @Nullable String get(String name) {
      return null;
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      return Collections.emptyIterator();
    }
  }
}
