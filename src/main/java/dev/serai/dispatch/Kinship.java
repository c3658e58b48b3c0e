package dev.serai.dispatch;

import dev.serai.call.Call;
import dev.serai.call.Headers;
import dev.serai.call.Rank.Affinity;
import org.jspecify.annotations.Nullable;

/**
 * What says that calls belong together: the keys by which clients name a conversation to a
 * provider's prompt cache, else the session, else the virtual key.
 *
 * @param by what it is, for people
 * @param text never shown: it is the client's
 */
record Kinship(String by, String text) {
  /** Of a call that belongs to none. */
  static final Kinship NONE = new Kinship("", "");

  /** As Codex, pi, Claude Code and opencode send them. */
  private static final String[] HEADERS = {
    "session-id", "session_id", "x-claude-code-session-id", "x-session-affinity"
  };

  /** Of whatever clients: it may mean anything. */
  private static final String LAST = "x-session-id";

  static Kinship of(Call call, Affinity affinity) {
    if (affinity == Affinity.NONE) return NONE;
    Kinship given = given(call);
    if (given != null) return given;
    String session = call.caller().session();
    if (!session.isEmpty()) return new Kinship("session", session);
    String key = call.caller().key();
    return affinity == Affinity.KEY && !key.isEmpty() ? new Kinship("virtual key", key) : NONE;
  }

  private static @Nullable Kinship given(Call call) {
    String inBody = call.asked().cacheKey();
    if (!inBody.isEmpty()) return new Kinship("prompt_cache_key", inBody);
    Headers headers = call.request().headers();
    for (String name : HEADERS) {
      String value = headers.get(name);
      if (value != null && !value.isEmpty()) return new Kinship(name, value);
    }
    String user = call.asked().endUser();
    if (user.isEmpty()) user = call.endUser();
    if (!user.isEmpty()) return new Kinship("end user", user);
    String last = headers.get(LAST);
    return last == null || last.isEmpty() ? null : new Kinship(LAST, last);
  }

  boolean known() {
    return this != NONE;
  }

  /** The same on every replica. */
  long hash() {
    return Mixing.hash(text);
  }
}
