package dev.serai.dispatch;

import dev.serai.call.Asked;
import dev.serai.call.Body;
import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Cancellation;
import dev.serai.call.Candidate;
import dev.serai.call.ClientRequest;
import dev.serai.call.Credential;
import dev.serai.call.Headers;
import dev.serai.call.KeyHash;
import dev.serai.call.Operation;
import dev.serai.call.Provider;
import dev.serai.call.Rank;
import dev.serai.call.Secret;
import dev.serai.call.TraceContext;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Candidates and calls to be ordered. */
final class RankingScene {
  private RankingScene() {}

  static Candidate candidate(String provider, String credential, int weight, Rank rank) {
    return new Candidate(
        new Provider(
            provider,
            provider,
            "http://127.0.0.1",
            Set.of(),
            List.of(),
            Provider.Auth.BEARER,
            true,
            "",
            Provider.Timeouts.DEFAULT),
        "m",
        new Credential(
            "id-" + provider + credential,
            credential,
            provider,
            Secret.of("s"),
            Credential.Room.UNBOUNDED,
            weight),
        rank);
  }

  static Call call(String key, String session, Map<String, String> headers, Candidate... all) {
    return call(key, session, headers, "", "", all);
  }

  static Call call(
      String key,
      String session,
      Map<String, String> headers,
      String user,
      String cacheKey,
      Candidate... all) {
    Caller caller =
        new Caller("o", "", "p", "u", false, List.of(), key, "key", session, "policy", 0);
    Asked asked =
        new Asked("m", List.of(), true, 0, 1, Asked.UsageOption.NOT_NEEDED, user, "", "", cacheKey);
    return Call.read(
            Operation.CHAT,
            Operation.CHAT.dialect(),
            new ClientRequest("POST", "/", "", new Given(headers), Body.of(new byte[0]), ""),
            asked,
            KeyHash.NONE,
            TraceContext.from(null, null),
            new Cancellation())
        .withCaller(caller)
        .withCandidates(List.of(all));
  }

  static Call ofSession(String session, Candidate... all) {
    return call("k", session, Map.of(), all);
  }

  /** Of a plain key that says nothing of a conversation. */
  static Call plain(Candidate... all) {
    return call("k", "", Map.of(), all);
  }

  static String first(Call ordered) {
    return names(ordered).getFirst();
  }

  static List<String> names(Call ordered) {
    return ordered.candidates().stream()
        .map(each -> each.provider().name() + "/" + each.credential().name())
        .toList();
  }

  /** How often each came first. */
  static Map<String, Integer> firsts(Stream<Call> ordered) {
    Map<String, Integer> firsts = new HashMap<>();
    ordered.forEach(call -> firsts.merge(first(call), 1, Integer::sum));
    return firsts;
  }

  private record Given(Map<String, String> all) implements Headers {
    @Override
    public @Nullable String get(String name) {
      return all.get(name);
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      return all.entrySet().iterator();
    }
  }
}
